package dev.sampan.linux.launch;

import dev.sampan.linux.syscall.Namespaces;
import dev.sampan.linux.syscall.Quoted;
import dev.sampan.linux.syscall.Sys;
import java.util.Optional;

/** Namespaces (namespaces(7)): entered, left, and what the UTS namespace holds. */
public sealed interface NamespaceStep extends Step {
    /** setns(2): {@code type} is one CLONE_NEW* the descriptor must be of; of a pidfd, the mask of those to enter. */
    record SetNamespace(Ref descriptor, long type) implements NamespaceStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.SETNS).fd(descriptor).flags(type, Namespaces.CLONE_FLAGS);
        }

        @Override
        public String title() {
            return "enter " + descriptor;
        }
    }

    record Unshare(long flags) implements NamespaceStep {
        @Override
        public void lower(Ops ops) {
            ops.call(Sys.UNSHARE).flags(flags, Namespaces.CLONE_FLAGS);
        }

        @Override
        public String title() {
            return "unshare";
        }
    }

    record SetHostname(String hostname) implements NamespaceStep {
        @Override
        public void lower(Ops ops) {
            var bytes = Cell.text(hostname);
            ops.call(Sys.SETHOSTNAME)
                    .memory(bytes, new Quoted(hostname).toString())
                    .number(bytes.size() - 1);
        }

        @Override
        public String title() {
            return "set the host name";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("hostname " + Shell.quote(hostname));
        }
    }

    record SetDomainname(String domainname) implements NamespaceStep {
        @Override
        public void lower(Ops ops) {
            var bytes = Cell.text(domainname);
            ops.call(Sys.SETDOMAINNAME)
                    .memory(bytes, new Quoted(domainname).toString())
                    .number(bytes.size() - 1);
        }

        @Override
        public String title() {
            return "set the NIS domain name";
        }

        @Override
        public Optional<String> shell() {
            return Optional.of("domainname " + Shell.quote(domainname));
        }
    }
}

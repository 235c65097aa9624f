package dev.sampan.linux.launch;

import static dev.sampan.linux.launch.LaunchTest.SOON;
import static dev.sampan.linux.launch.LaunchTest.exec;
import static dev.sampan.linux.launch.LaunchTest.supervised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.bpf.Abi;
import dev.sampan.linux.bpf.SeccompAction;
import dev.sampan.linux.bpf.SeccompFilter;
import dev.sampan.linux.bpf.SeccompFilter.Case;
import dev.sampan.linux.bpf.SeccompFilter.Condition;
import dev.sampan.linux.bpf.SeccompFilter.Op;
import dev.sampan.linux.bpf.SeccompFilter.Rule;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Processes;
import dev.sampan.testkit.NeedsRoot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Confinement on kernels that answer otherwise than this one: a filter answers in their place. */
@NeedsRoot
class CredentialStepTest {

    private static final long KNOWN = (1L << CredentialStep.DropBounding.CAP_LAST_CAP + 1) - 1;
    private static final int FIRST_UNKNOWN = CredentialStep.DropBounding.CAP_LAST_CAP + 1;

    @BeforeAll
    static void prepare() {
        Launcher.prepare();
    }

    /** The kernel knows capability 41; that it is dropped shows in the error, which no kernel gives. */
    @ParameterizedTest
    @ValueSource(ints = {FIRST_UNKNOWN, 50, 63})
    void capabilitiesOfAYoungerKernelLeaveTheBoundingSet(int capability) throws Exception {
        var filter = answering(
                "prctl",
                asked(SeccompAction.errno(0), Processes.PR_CAPBSET_READ, FIRST_UNKNOWN),
                asked(SeccompAction.errno(Errno.E2BIG.number()), Processes.PR_CAPBSET_DROP, capability));
        try (var run = behind(filter, new CredentialStep.DropBounding(KNOWN))) {
            assertThatThrownBy(() -> run.launched.awaitExec(SOON))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContainingAll("prctl(PR_CAPBSET_DROP, ", capability + ")", "-> E2BIG");
        }
    }

    /** One that is asked for and cannot be had is no reason to keep the daemon's, whose keys the program could read then. */
    @ParameterizedTest
    @EnumSource(names = {"EPERM", "EDQUOT", "ENOMEM", "EACCES"})
    void withoutASessionKeyringOfItsOwnNothingIsExecuted(Errno errno) throws Exception {
        var filter = answering("keyctl", new Case(List.of(), SeccompAction.errno(errno.number())));
        try (var run = behind(filter, new CredentialStep.JoinSessionKeyring("_ses.test"))) {
            assertThatThrownBy(() -> run.launched.awaitExec(SOON))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("keyctl(KEYCTL_JOIN_SESSION_KEYRING, \"_ses.test\") -> " + errno);
        }
    }

    @Test
    void aKernelWithoutKeyringsIsNoObstacle() throws Exception {
        var filter = answering("keyctl", new Case(List.of(), SeccompAction.errno(Errno.ENOSYS.number())));
        try (var run = behind(filter, new CredentialStep.JoinSessionKeyring("_ses.test"))) {
            run.launched.awaitExec(SOON);
            assertThat(run.exit().code()).isZero();
        }
    }

    private static LaunchTest.Run behind(byte[] filter, Step step) {
        return new LaunchTest.Run(supervised(
                0,
                List.of(
                        new Planned(new CredentialStep.LoadSeccomp(filter, 0), "answers in the kernel's place"),
                        new Planned(step, "tested"),
                        exec("/bin/true"))));
    }

    private static Case asked(int action, int first, int second) {
        return new Case(List.of(new Condition(0, Op.EQ, first), new Condition(1, Op.EQ, second)), action);
    }

    private static byte[] answering(String call, Case... cases) {
        var abi = Abi.of(Arch.host()).getFirst();
        var rules =
                new TreeMap<>(Map.of(abi.number(call).orElseThrow(), new Rule(List.of(cases), SeccompAction.ALLOW)));
        var section = new SeccompFilter.Section(abi, rules, SeccompAction.ALLOW, Integer.MAX_VALUE);
        return new SeccompFilter(List.of(section)).assemble().bytes();
    }
}

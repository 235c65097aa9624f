package dev.sampan.engine.runtime;

import dev.sampan.engine.error.Cause;
import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.explain.Recording;
import dev.sampan.engine.oci.Process;
import dev.sampan.engine.oci.RuntimeSpec;
import dev.sampan.engine.process.Live;
import dev.sampan.engine.process.LiveRecord;
import dev.sampan.engine.security.Capability;
import dev.sampan.engine.security.SeccompProfile;
import dev.sampan.linux.launch.ExitRecord;
import dev.sampan.linux.launch.LaunchException;
import dev.sampan.linux.launch.LaunchPlan;
import dev.sampan.linux.launch.Launched;
import dev.sampan.linux.launch.Launcher;
import dev.sampan.linux.proc.KernelVersion;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.Processes;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Makes processes: a container's first, and further ones in it. Safe for use by many threads. */
public final class Runtime {

    /** A mount of a network file system may take its time; a launch that hangs must still end. */
    private static final Duration MOST = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String EXIT_RECORD = "exit";

    private static final System.Logger LOG = System.getLogger(Runtime.class.getName());

    private static final AtomicBoolean REHEARSED = new AtomicBoolean();

    private final KernelVersion kernel = KernelVersion.host();

    /** Launches nothing, once and in the background, so that the first container does not pay for what the JVM does but once. */
    public void rehearse() {
        if (REHEARSED.compareAndSet(false, true)) {
            Thread.ofPlatform().name("rehearsal").daemon().start(() -> {
                Launcher.prepare();
                SeccompProfile.builtin().compile(Capability.DEFAULTS);
            });
        }
    }

    /**
     * Returns when the command runs (its execve has succeeded). On failure nothing is left: no process, no descriptor, no mount; the
     * cgroup and the state directory stay the caller's.
     *
     * @throws LaunchFailure when a step of the launch failed or the kernel refused anything else, with Docker's text and exit code
     */
    public Live launch(LaunchRequest request) {
        return told(() -> launched(request));
    }

    private Live launched(LaunchRequest request) {
        var process = request.spec().process();
        refuseRelative(process);
        var plan = ContainerPlan.of(request, kernel);
        Path exitRecord = request.stateDirectory().resolve(EXIT_RECORD);
        try (var descriptors = new Descriptors(process.terminal(), request.stdin(), exitRecord)) {
            join(descriptors, request.spec());
            KernelSettings.requireOwned(request.spec(), descriptors::isHosts);
            descriptors.joinCgroup(request.cgroup());
            return run(plan, process, descriptors, launched -> {
                request.groups().run();
                if (ContainerPlan.joinsByItself(request)) {
                    launched.openGate();
                }
                if (ContainerPlan.configuresNetwork(request)) {
                    configureNetwork(launched, request.network());
                }
            });
        }
    }

    /** The same for a further process in a running container. */
    public Live exec(ExecRequest request) {
        return told(() -> executed(request));
    }

    /** The kernel is left here: what it refused, and what no plan can hold, is from now on a launch that failed for this reason. */
    private static Live told(Supplier<Live> launch) {
        try {
            return launch.get();
        } catch (EngineException | LaunchFailure known) {
            throw known;
        } catch (RuntimeException e) {
            throw new LaunchFailure(Cause.of(e), LaunchFailure.OTHER, e);
        }
    }

    private Live executed(ExecRequest request) {
        var process = request.process();
        refuseRelative(process);
        var plan = ExecPlan.of(request);
        Path exitRecord = request.stateDirectory().resolve(EXIT_RECORD);
        try (var descriptors = new Descriptors(process.terminal(), request.stdin(), exitRecord)) {
            descriptors.joinContainer(request.container());
            descriptors.joinCgroup(request.cgroup());
            descriptors.joinCounting(request.cgroup());
            return run(plan, process, descriptors, launched -> {});
        }
    }

    private static void refuseRelative(Process process) {
        if (!process.cwd().startsWith("/")) {
            throw new LaunchFailure("Cwd must be an absolute path", LaunchFailure.OTHER, null);
        }
    }

    /** The daemon's part of a launch, done while the new process works. */
    private interface Meanwhile {
        void run(Launched launched);
    }

    private static void join(Descriptors descriptors, RuntimeSpec spec) {
        var namespaces = spec.linux().namespaces();
        try {
            descriptors.joinNamespaces(namespaces);
            descriptors.joinSharedMemory(spec.mounts());
        } catch (ErrnoException gone) {
            Descriptors.checkJoined(namespaces);
            throw gone;
        }
        Descriptors.checkJoined(namespaces);
    }

    private static Live run(LaunchPlan plan, Process process, Descriptors descriptors, Meanwhile meanwhile) {
        var launched = Launcher.launch(plan, descriptors.named());
        try {
            begin(launched, process, descriptors, meanwhile);
            remember(launched);
            return live(launched, process, descriptors);
        } catch (LaunchException failed) {
            givenUp(launched, descriptors, failed);
            throw Failures.of(failed, plan, process, signal(descriptors.exitRecord()));
        } catch (Throwable failed) {
            givenUp(launched, descriptors, failed);
            throw failed;
        } finally {
            launched.close();
        }
    }

    private static void begin(Launched launched, Process process, Descriptors descriptors, Meanwhile meanwhile) {
        try {
            if (process.terminal()) {
                takeTerminal(launched, descriptors);
            }
            meanwhile.run(launched);
            if (process.terminal()) {
                launched.openGate();
            }
            launched.awaitExec(MOST);
        } catch (LaunchException failed) {
            if (failed.program().isEmpty()) {
                throw failed;
            }
            // For Docker's clients it has started and ended: the reason is its output, and 255 its exit code.
            descriptors.tell(failed.getMessage() + "\n");
        }
    }

    private static void remember(Launched launched) {
        Recording.current().ifPresent(recording -> recording.launched(launched.executed()));
    }

    private static void takeTerminal(Launched launched, Descriptors descriptors) {
        launched.awaitSignal(StandardStreams.TERMINAL_READY, MOST);
        ofProcess(launched, () -> {
            descriptors.takeTerminal(launched);
            return null;
        });
    }

    private static Live live(Launched launched, Process process, Descriptors descriptors) {
        var record = new LiveRecord(
                LiveRecord.Id.of(launched.child(), launched.supervisor()),
                LiveRecord.Id.of(launched.supervisor()),
                process.terminal(),
                descriptors.hasStdin(),
                Instant.now(),
                descriptors.exitRecord());
        Live live = Live.launched(record, descriptors.stdio(), descriptors.control(), launched.recorded());
        descriptors.handedOver();
        return live;
    }

    private static void configureNetwork(Launched launched, NetworkHook hook) {
        launched.awaitSignal(ContainerPlan.NETWORK_READY, MOST);
        try (var netlink = ofProcess(launched, () -> launched.take(ContainerPlan.NETLINK));
                var netns = ofProcess(launched, () -> launched.open("ns/net"))) {
            hook.configure(new NetworkHook.Access(launched.child(), netns, netlink));
        }
        launched.openGate();
    }

    /** A process that has just failed has nothing to take any more: its own failure is the one to tell. */
    private static <T> T ofProcess(Launched launched, Supplier<T> taken) {
        try {
            return taken.get();
        } catch (ErrnoException gone) {
            if (Processes.isExiting(gone) || gone.is(Errno.ENOENT)) {
                launched.awaitExec(MOST);
            }
            throw gone;
        }
    }

    /** By which the process has ended; 0 where it ended otherwise, or nobody has written it down. */
    private static int signal(Path exitRecord) {
        try {
            return ExitRecord.parse(Files.readAllBytes(exitRecord))
                    .map(ExitRecord::signal)
                    .orElse(0);
        } catch (IOException unknown) {
            return 0;
        }
    }

    private static void givenUp(Launched launched, Descriptors descriptors, Throwable failed) {
        try {
            remember(launched);
            stop(launched, descriptors);
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }

    /** Ends the process, whether it still waits at its gate, runs its command or has just failed; the supervisor follows it. */
    private static void stop(Launched launched, Descriptors descriptors) {
        boolean childless = launched.child() == 0;
        launched.kill();
        within(launched.recorded());
        descriptors.letGo();
        if (!within(launched.ended())) {
            LOG.log(Level.WARNING, "supervisor " + launched.supervisor() + " of a failed launch does not end");
        } else if (childless) {
            launched.killOrphan();
        }
    }

    /** A process that the kernel does not let die (frozen by somebody, or in a mount that hangs) is not waited for for ever. */
    private static boolean within(CompletableFuture<Void> event) {
        try {
            event.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stuck) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("wait for a failed launch", e);
        }
    }
}

package dev.sampan.linux.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** launch.c alone, on this machine and, for the other architecture, under qemu's user emulation. */
class InterpreterTest {
    private static final int MOST_BYTES = 4096;
    private static final int MOST_LINES = 500;

    @TempDir
    Path place;

    private Results results;
    private EncodedPlan encoded;
    private int exitCode;

    @ParameterizedTest
    @EnumSource(Arch.class)
    void executesCallsInOrderWithResultsAndTimes(Arch arch) throws Exception {
        java.nio.file.Files.createFile(place.resolve("file"));
        var file = Ref.of("file");
        run(
                arch,
                new DescriptorStep.Open(place.resolve("file").toString(), Files.O_RDWR, file),
                new DescriptorStep.Dup(file, 20),
                new PathStep.WriteFile(Ref.CWD, place.resolve("file").toString(), "written", 0),
                new PathStep.Chdir(place.toString()),
                new SyncStep.CheckCwd(),
                new DescriptorStep.Close(file));
        assertThat(exitCode).isZero();
        assertThat(results.failed()).isEqualTo(-1);
        assertThat(place.resolve("file")).hasContent("written");
        assertThat(results.result(1)).isEqualTo(20);
        assertThat(results.began(1)).isEqualTo(results.ended(0)).isPositive();
        assertThat(results.ended(1)).isGreaterThanOrEqualTo(results.began(1));
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void openFlagsAreThisArchitecturesOwn(Arch arch) throws Exception {
        java.nio.file.Files.createFile(place.resolve("file"));
        run(arch, new DescriptorStep.Open(place.resolve("file").toString(), Files.O_DIRECTORY, Ref.of("x")));
        assertThat(exitCode).isEqualTo(127);
        assertThat(Errno.of(results.errno())).isEqualTo(Errno.ENOTDIR);
        java.nio.file.Files.createSymbolicLink(place.resolve("link"), Path.of("file"));
        run(arch, new DescriptorStep.Open(place.resolve("link").toString(), 0, Ref.of("x")));
        assertThat(Errno.of(results.errno())).isEqualTo(Errno.ELOOP);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void stopsAtTheFirstFailureAndSaysWhichItWas(Arch arch) throws Exception {
        run(
                arch,
                new PathStep.Chdir("/"),
                new PathStep.Chdir("/no/such/place"),
                new PathStep.WriteFile(Ref.CWD, place.resolve("never").toString(), "x", 0));
        assertThat(exitCode).isEqualTo(127);
        assertThat(results.failed()).isEqualTo(1);
        assertThat(Errno.of(results.errno())).isEqualTo(Errno.ENOENT);
        assertThat(results.began(2)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void executesTheFirstCandidateThatThereIs(Arch arch) throws Exception {
        run(
                arch,
                new DescriptorStep.CloseOnExec(3),
                new ProcessStep.Exec(
                        List.of("/no/such/program", "/bin/sh", "/bin/false"),
                        List.of("sh", "-c", "echo $X > " + place.resolve("said") + "; exit 3"),
                        List.of("X=from the plan")));
        assertThat(exitCode).isEqualTo(3);
        assertThat(place.resolve("said")).hasContent("from the plan\n");
        assertThat(results.result(1)).isEqualTo(-Errno.ENOENT.number());
        assertThat(results.began(3)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void aVerifiedDeviceIsComparedFieldByField(Arch arch) throws Exception {
        var device = Ref.of("device");
        var open = new DescriptorStep.Open("/dev/null", Files.O_PATH, device);
        run(arch, open, new SyncStep.VerifyDevice(device, 1, 3));
        assertThat(exitCode).isZero();
        run(arch, open, new SyncStep.VerifyDevice(device, 1, 5));
        assertThat(Errno.of(results.errno())).isEqualTo(Errno.ESTALE);
    }

    /** What poses as a container's ptmx is told before anything is asked of it (CVE-2025-52565). QEMU of Debian 12 knows no openat2. */
    @Test
    void aTerminalIsOpenedOfAPtmxAlone() throws Exception {
        java.nio.file.Files.createFile(place.resolve("ptmx"));
        var directory = Ref.of("directory");
        run(
                Arch.host(),
                new DescriptorStep.Open(place.toString(), Files.O_PATH | Files.O_DIRECTORY, directory),
                new DescriptorStep.OpenTerminal(directory, 24, 80, Ref.of("master"), Ref.of("peer")));
        assertThat(exitCode).isEqualTo(127);
        assertThat(Errno.of(results.errno())).isEqualTo(Errno.ESTALE);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void somethingThatIsNoPlanIsRefused(Arch arch) throws Exception {
        java.nio.file.Files.write(place.resolve("plan"), new byte[200]);
        execute(arch, Results.fileSize(1));
        assertThat(exitCode).isEqualTo(124);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void isSmall(Arch arch) {
        available(arch);
        assertThat(Interpreter.bytes(arch)).hasSizeLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void itsSourceHoldsNoPolicyAndFewLines() throws Exception {
        var source = java.nio.file.Files.readAllLines(Path.of("src/main/c/launch.c"));
        assertThat(source).hasSizeLessThanOrEqualTo(MOST_LINES);
        assertThat(source).noneMatch(line -> line.contains("/proc") || line.contains("#include"));
    }

    private void run(Arch arch, Step... steps) throws Exception {
        var planned = java.util.Arrays.stream(steps)
                .map(step -> new Planned(step, "tested"))
                .toList();
        encoded = PlanEncoder.encode(new LaunchPlan("test", List.of(), planned), arch);
        java.nio.file.Files.write(place.resolve("plan"), encoded.image());
        execute(arch, encoded.resultsSize());
    }

    private void execute(Arch arch, int resultsSize) throws Exception {
        available(arch);
        var program = place.resolve("launch");
        java.nio.file.Files.deleteIfExists(program);
        java.nio.file.Files.write(program, Interpreter.bytes(arch));
        program.toFile().setExecutable(true);
        java.nio.file.Files.write(place.resolve("results"), new byte[resultsSize]);
        var emulator = arch == Arch.host() ? "" : qemu(arch) + " ";
        var shell =
                "exec 3<" + place.resolve("plan") + " 4<>" + place.resolve("results") + "; exec " + emulator + program;
        var process = new ProcessBuilder("sh", "-c", shell).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        exitCode = process.exitValue();
        var content = java.nio.file.Files.readAllBytes(place.resolve("results"));
        results = Results.of(java.util.Arrays.copyOfRange(content, Results.TRUSTED, content.length));
    }

    private static String qemu(Arch arch) {
        return "qemu-" + arch.kernelName() + "-static";
    }

    private static void available(Arch arch) {
        if (arch == Arch.host()) return;
        var found = Interpreter.class.getResource("launch-" + arch.kernelName()) != null;
        Assumptions.assumeTrue(found, "no cross compiler for " + arch.kernelName() + " at build time");
        Assumptions.assumeTrue(
                java.nio.file.Files.isExecutable(Path.of("/usr/bin", qemu(arch))), qemu(arch) + " is not installed");
    }
}

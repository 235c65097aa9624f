package dev.sampan.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.SecurityOptions;
import dev.sampan.linux.arch.Arch;
import dev.sampan.linux.bpf.Abi;
import dev.sampan.linux.bpf.ClassicProgram;
import dev.sampan.linux.bpf.SeccompAction;
import dev.sampan.linux.proc.KernelVersion;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {

    private static final KernelVersion NEW = KernelVersion.parse("6.12");
    private static final int ALLOW = SeccompAction.ALLOW;
    private static final int EPERM = SeccompAction.errno(1);
    private static final int ENOSYS = SeccompAction.errno(38);
    private static final long CLONE_NEWUSER = 0x10000000L;

    private static int answer(SeccompProfile profile, Set<Capability> caps, Abi abi, String call, long... arguments) {
        var arch = abi == Abi.AARCH64 || abi == Abi.ARM ? Arch.AARCH64 : Arch.X86_64;
        var program = ClassicProgram.of(profile.compile(new SeccompProfile.Target(arch, caps, NEW)));
        int bit = abi == Abi.X32 ? 1 << 30 : 0;
        return SeccompMachine.run(program, abi.audit(), abi.number(call).orElseThrow() | bit, arguments);
    }

    private static int byDefault(String call, long... arguments) {
        return answer(SeccompProfile.builtin(), Capability.DEFAULTS, Abi.X86_64, call, arguments);
    }

    @Test
    void theDefaultProfileOfAContainer() {
        for (var call : List.of("read", "openat", "execve", "ptrace", "chroot", "arch_prctl", "futex_waitv", "mseal")) {
            assertThat(byDefault(call)).as(call).isEqualTo(ALLOW);
        }
        for (var call : List.of(
                "mount",
                "unshare",
                "setns",
                "bpf",
                "keyctl",
                "add_key",
                "open_by_handle_at",
                "kexec_load",
                "init_module",
                "reboot",
                "swapon",
                "userfaultfd",
                "move_pages",
                "perf_event_open",
                "settimeofday",
                "io_uring_setup")) {
            assertThat(byDefault(call)).as(call).isEqualTo(EPERM);
        }
        assertThat(byDefault("clone3")).isEqualTo(ENOSYS);
    }

    @Test
    void argumentsDecide() {
        assertThat(byDefault("clone", 0x11)).isEqualTo(ALLOW);
        assertThat(byDefault("clone", CLONE_NEWUSER)).isEqualTo(EPERM);
        assertThat(byDefault("socket", 2)).isEqualTo(ALLOW);
        assertThat(byDefault("socket", 38)).as("AF_ALG").isEqualTo(EPERM);
        assertThat(byDefault("socket", 39)).isEqualTo(ALLOW);
        assertThat(byDefault("socket", 40)).as("AF_VSOCK").isEqualTo(EPERM);
        assertThat(byDefault("personality", 0xffffffffL)).isEqualTo(ALLOW);
        assertThat(byDefault("personality", 0x0040000)).as("ADDR_NO_RANDOMIZE").isEqualTo(EPERM);
    }

    @Test
    void capabilitiesOpenTheirCalls() {
        var admin = EnumSet.copyOf(Capability.DEFAULTS);
        admin.add(Capability.CAP_SYS_ADMIN);
        var profile = SeccompProfile.builtin();
        for (var call : List.of("mount", "unshare", "clone3", "bpf", "setns")) {
            assertThat(answer(profile, admin, Abi.X86_64, call)).as(call).isEqualTo(ALLOW);
        }
        assertThat(answer(profile, admin, Abi.X86_64, "clone", CLONE_NEWUSER)).isEqualTo(ALLOW);
        assertThat(answer(profile, Set.of(), Abi.X86_64, "chroot")).isEqualTo(EPERM);
        assertThat(answer(profile, Set.of(Capability.CAP_SYS_TIME), Abi.X86_64, "settimeofday"))
                .isEqualTo(ALLOW);
    }

    @Test
    void theOtherWaysIntoTheKernelAreGuardedAlike() {
        var profile = SeccompProfile.builtin();
        for (var abi : Abi.values()) {
            assertThat(answer(profile, Capability.DEFAULTS, abi, "mount")).isEqualTo(EPERM);
            assertThat(answer(profile, Capability.DEFAULTS, abi, "read")).isEqualTo(ALLOW);
            assertThat(answer(profile, Capability.DEFAULTS, abi, "clone", CLONE_NEWUSER))
                    .isEqualTo(EPERM);
        }
        assertThat(answer(profile, Capability.DEFAULTS, Abi.ARM, "set_tls")).isEqualTo(ALLOW);
    }

    @Test
    void aCallOfTheFutureIsNotThere() {
        var program = ClassicProgram.of(
                SeccompProfile.builtin().compile(new SeccompProfile.Target(Arch.X86_64, Capability.DEFAULTS, NEW)));
        assertThat(SeccompMachine.run(program, Abi.X86_64.audit(), 900)).isEqualTo(ENOSYS);
    }

    @Test
    void aCallOfTheFutureIsNotThereBelowArmsOwnCallsEither() {
        var program = ClassicProgram.of(
                SeccompProfile.builtin().compile(new SeccompProfile.Target(Arch.AARCH64, Capability.DEFAULTS, NEW)));
        for (int number : new int[] {900, 0xf0000, 0xf0006}) {
            assertThat(SeccompMachine.run(program, Abi.ARM.audit(), number))
                    .as("%x", number)
                    .isEqualTo(ENOSYS);
        }
        assertThat(SeccompMachine.run(program, Abi.ARM.audit(), 0xf0005)).isEqualTo(ALLOW);
    }

    private static SeccompProfile json(String text) {
        var options = new SecurityOptions(false, Optional.empty(), Optional.of(text), Optional.empty(), List.of());
        return SeccompProfile.chosen(options, false).orElseThrow();
    }

    private static int answer(String profile, String call, long... arguments) {
        return answer(json(profile), Capability.DEFAULTS, Abi.X86_64, call, arguments);
    }

    @Test
    void aProfileOfOnesOwn() {
        var profile = """
                {"defaultAction": "SCMP_ACT_ALLOW", "archMap": [{"architecture": "SCMP_ARCH_X86_64",
                  "subArchitectures": ["SCMP_ARCH_X86"]}], "syscalls": [
                  {"names": ["mkdir", "nosuchcall"], "action": "SCMP_ACT_ERRNO"},
                  {"name": "rmdir", "action": "SCMP_ACT_ERRNO", "errnoRet": 13},
                  {"names": ["kill"], "action": "SCMP_ACT_KILL_PROCESS", "args": [
                    {"index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_EQ"}]},
                  {"names": ["dup2"], "action": "SCMP_ACT_LOG", "args": [
                    {"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}, {"index": 0, "value": 2, "op": "SCMP_CMP_EQ"}]},
                  {"names": ["reboot"], "action": "SCMP_ACT_TRAP", "excludes": {"caps": ["CAP_SYS_BOOT"]}}]}
                """;
        assertThat(answer(profile, "mkdir")).isEqualTo(EPERM);
        assertThat(answer(profile, "rmdir")).isEqualTo(SeccompAction.errno(13));
        assertThat(answer(profile, "kill", 1, -1)).isEqualTo(SeccompAction.KILL_PROCESS);
        assertThat(answer(profile, "kill", 1, 9)).isEqualTo(ALLOW);
        assertThat(answer(profile, "dup2", 2))
                .as("one argument twice: alternatives")
                .isEqualTo(SeccompAction.LOG);
        assertThat(answer(profile, "dup2", 3)).isEqualTo(ALLOW);
        assertThat(answer(profile, "reboot")).isEqualTo(SeccompAction.trap(0));
        assertThat(answer(json(profile), Capability.DEFAULTS, Abi.I386, "mkdir"))
                .isEqualTo(EPERM);
        assertThat(answer(json(profile), Capability.DEFAULTS, Abi.X32, "mkdir")).isEqualTo(SeccompAction.KILL_PROCESS);
    }

    /** Where a rule without conditions and one with some disagree, the former decides, as with libseccomp. */
    @Test
    void anUnconditionalRuleDecides() {
        var profile = """
                {"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
                  {"names": ["read"], "action": "SCMP_ACT_KILL", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]},
                  {"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}
                """;
        assertThat(answer(profile, "read", 1)).isEqualTo(ALLOW);
    }

    @Test
    void badProfilesAreRefused() {
        for (var bad : List.of(
                "nonsense",
                "[]",
                "{\"syscalls\": 1}",
                "{}",
                "{\"defaultAction\": \"ALLOW\"}",
                "{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\": [\"a\"], \"archMap\": [{}]}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [1]}]}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"name\": \"a\", \"names\": [\"b\"]}]}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"read\"], \"action\":"
                        + " \"SCMP_ACT_KILL\", \"args\": [{\"index\": 6, \"op\": \"SCMP_CMP_EQ\"}]}]}",
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"read\"], \"action\":"
                        + " \"SCMP_ACT_KILL\", \"args\": [{\"value\": -1, \"op\": \"SCMP_CMP_EQ\"}]}]}",
                "[".repeat(1000))) {
            assertThatThrownBy(() -> json(bad)).as(bad).isInstanceOf(SystemFailure.class);
        }
        assertThatThrownBy(() -> json("nonsense")).hasMessageStartingWith("Decoding seccomp profile failed: ");
    }

    @Test
    void whoGetsAFilter() {
        assertThat(SeccompProfile.chosen(SecurityOptionText.parse(List.of()), false))
                .isPresent();
        assertThat(SeccompProfile.chosen(SecurityOptionText.parse(List.of("seccomp=builtin")), false))
                .isPresent();
        assertThat(SeccompProfile.chosen(SecurityOptionText.parse(List.of()), true))
                .isEmpty();
        assertThat(SeccompProfile.chosen(SecurityOptionText.parse(List.of("seccomp=unconfined")), false))
                .isEmpty();
        assertThat(SeccompProfile.chosen(SecurityOptionText.parse(List.of("seccomp=builtin")), true))
                .isPresent();
    }
}

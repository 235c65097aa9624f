package dev.sampan.engine.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that wait for somebody to come in: what the invariants' tests do to a start, done to an exec. */
@NeedsRoot
@Timeout(120)
class ExecAttackTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    /** The user named "daemon" is the host's, "fromhost" would be found through the container's link. */
    @Test
    void invariant1_cve_2018_15664_usersAreLookedUpInTheContainersOwnFiles() throws IOException {
        victim.image(Victim.tar()
                .directory("etc/", 0755, 0, 0)
                .symlink("etc/passwd", "/../../../../../../.." + victim.host + "/passwd"));
        var id = victim.start("sleep 100", "");
        for (var user : List.of("daemon", "fromhost")) {
            assertThat(victim.exec(id, user, "", false, Victim.script("id")).failure())
                    .contains("unable to find user " + user + ": no matching entries in passwd file");
        }
    }

    /** The image's program is run by the kernel with what set-up left as /proc/self/exe: a sealed program that does nothing without a plan. */
    @Test
    void invariant2_cve_2019_5736_whatExecutesSelfGetsNothingOfTheHost() throws IOException {
        victim.image(Victim.tar().file("evil", "#!/proc/self/exe\n".getBytes(UTF_8), 0755, 0, 0));
        var id = victim.start("sleep 100", "");
        var outcome = victim.exec(id, "", "", true, List.of("/evil"));
        assertThat(outcome.out() + outcome.failure()).doesNotContain(Victim.SECRET);
        assertThat(outcome.code()).isNotZero();
        assertThat(victim.exec(id, "echo as before").out()).isEqualTo("as before\n");
    }

    /** Process 1 looks at whoever comes, before execve has made him one of its own. */
    @Test
    void invariant2_cve_2019_5736_whoComesInCannotBeLookedInto() throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var id = victim.start("""
                while :; do for p in /proc/[0-9]*; do
                  exe=$(readlink $p/exe) && case $exe in /bin/busybox) ;; "") ;; *) echo "exe $exe" >> /tmp/seen ;; esac
                  for f in $p/fd/*; do l=$(readlink $f) && case $l in
                    pipe:*|/dev/null|/proc/*|/tmp/seen|/bin/busybox) ;; *) echo "fd $l" >> /tmp/seen ;; esac; done
                done; done 2>/dev/null""", "");
        for (int i = 0; i < 40; i++) {
            victim.exec(id, "", "", false, List.of("/bin/busybox", "true"));
        }
        assertThat(victim.exec(id, "cat /tmp/seen 2>/dev/null").out()).isEmpty();
    }

    /**
     * With CAP_SYS_PTRACE the container may look into everything in its pid namespace: whoever comes in has the container's root from
     * his first moment on.
     */
    @Test
    void nobodyIsInThePidNamespaceWithTheHostsFiles() throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        int execs = 60;
        var id = victim.start("""
                trap "" TERM; while :; do n=2; while [ $n -lt 200 ]; do
                  [ -e /proc/$n/rootHOST/secret ] && echo "$n" >> /tmp/seen
                  n=$((n+1)); done; done""".replace("HOST", victim.host.toString()), ", \"CapAdd\": [\"SYS_PTRACE\"]");
        for (int i = 0; i < execs; i++) {
            victim.exec(id, "", "", false, List.of("/bin/busybox", "true"));
        }
        assertThat(victim.exec(id, "cat /tmp/seen 2>/dev/null; echo end").out()).isEqualTo("end\n");
    }

    /** Without new privileges the filter is loaded last, and nothing of set-up needs to be in a profile. */
    @Test
    void aProfileNeedNotAllowWhatSetUpDoes() throws IOException {
        victim.image(Victim.tar());
        var profile =
                "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"capset\", \"setresuid\", \"prctl\"],"
                        + " \"action\": \"SCMP_ACT_ERRNO\"}]}";
        var id = victim.start(
                "sleep 100", ", \"SecurityOpt\": [\"no-new-privileges\", " + Victim.quoted("seccomp=" + profile) + "]");
        assertThat(victim.exec(id, "7", "", false, Victim.script("id -u; grep Seccomp: /proc/self/status"))
                        .out())
                .isEqualTo("7\nSeccomp:\t2\n");
    }

    /** A container that may mount covers the ptmx of its devpts with a file of its own. */
    @Test
    void invariant3_cve_2025_52565_aTerminalComesFromThePtmxAlone() throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", ", \"CapAdd\": [\"SYS_ADMIN\"]");
        assertThat(victim.terminal(id, Victim.script("echo ran")).out()).isEqualTo("ran\r\n");
        assertThat(victim.exec(id, "mount --bind /dev/zero /dev/pts/ptmx").failure())
                .isEmpty();
        assertThat(victim.terminal(id, Victim.script("echo ran")).failure())
                .contains("openat2(devpts, \"ptmx\"", "EXDEV");
    }

    /** Nothing of the daemon's own, which may be the last to be killed or the first. */
    @Test
    void theDaemonsChanceToBeKilledIsItsOwn() throws IOException {
        victim.image(Victim.tar());
        var own = Path.of("/proc/self/oom_score_adj");
        var before = Files.readString(own);
        try {
            Files.writeString(own, "77");
            var id = victim.start("cat /proc/self/oom_score_adj; sleep 100", "");
            victim.awaitOutput(id, "0\n");
            assertThat(victim.exec(id, "cat /proc/self/oom_score_adj").out()).isEqualTo("0\n");
            var asked = victim.start("sleep 100", ", \"OomScoreAdj\": 99");
            assertThat(victim.exec(asked, "cat /proc/1/oom_score_adj /proc/self/oom_score_adj")
                            .out())
                    .isEqualTo("99\n99\n");
        } finally {
            Files.writeString(own, before.strip());
        }
    }

    /** Of the user's processes; that it comes by way of another one is not to be seen. */
    @Test
    void anExecNeedsRoomForOneProcessAlone() throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", ", \"Ulimits\": [{\"Name\": \"nproc\", \"Soft\": 1, \"Hard\": 2}]");
        var limit = List.of("/bin/busybox", "grep", "processes", "/proc/self/limits");
        var outcome = victim.exec(id, "54321", "", false, limit);
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out().split(" +")).contains("1", "2");
    }

    /** An exec at the container's limit of processes, as with runc: it is counted, but not refused, and may not fork. */
    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "1,1000", "2,1000"})
    void anExecEntersAFullGroup(int limit, String user) throws IOException {
        assumeTrue(Files.exists(Path.of("/sys/fs/cgroup/pids")), "cgroup v2 refuses it (docs/KERNEL.md)");
        victim.image(Victim.tar());
        var id = victim.start("exec /bin/busybox sleep 100", ", \"PidsLimit\": " + limit);
        var outcome =
                victim.exec(id, user, "", false, List.of("/bin/busybox", "cat", "/sys/fs/cgroup/pids/pids.current"));
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out()).isEqualTo("2\n");
        var forks = victim.exec(id, user, "", false, Victim.script("printf in; cat /dev/null; printf forked"));
        assertThat(forks.out()).contains("in", "can't fork").doesNotContain("forked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1000"})
    void anExecIsInAllOfTheContainersGroups(String user) throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("cat /proc/self/cgroup; sleep 100", ", \"CgroupnsMode\": \"host\"");
        assertThat(victim.exec(
                                id,
                                user,
                                "",
                                false,
                                List.of("/bin/busybox", "cat", "/proc/self/cgroup", "/proc/1/cgroup"))
                        .out())
                .satisfies(both -> assertThat(both.substring(0, both.length() / 2))
                        .contains(id)
                        .isEqualTo(both.substring(both.length() / 2)));
    }

    /** The process joins the group that counts it when it has its filter already. */
    @Test
    void aProfileWithoutWriteTakesNoExecAndSaysSo() throws IOException {
        assumeTrue(Files.exists(Path.of("/sys/fs/cgroup/pids")), "on cgroup v2 it is born in its group");
        victim.image(Victim.tar());
        var profile = "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"write\"],"
                + " \"action\": \"SCMP_ACT_ERRNO\"}]}";
        var id = victim.start("sleep 100", ", \"SecurityOpt\": [" + Victim.quoted("seccomp=" + profile) + "]");
        assertThat(victim.exec(id, "", "", false, List.of("/bin/busybox", "true"))
                        .failure())
                .contains("write(counting-group, \"0\", 1) -> EPERM");
    }

    /** Under a filter that forbids to change it, too, as long as one of the two calls for it is left. */
    @ParameterizedTest
    @ValueSource(strings = {"prlimit64", "setrlimit"})
    void anExecHasItsLimitOfProcessesAlsoUnderAFilterThatForbids(String call) throws IOException {
        victim.image(Victim.tar());
        var profile = "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"" + call
                + "\"], \"action\": \"SCMP_ACT_ERRNO\"}]}";
        var id = victim.start(
                "sleep 100",
                ", \"Ulimits\": [{\"Name\": \"nproc\", \"Soft\": 1, \"Hard\": 1}], \"SecurityOpt\": [\"seccomp="
                        + profile.replace("\"", "\\\"") + "\"]");
        var limit = List.of("/bin/busybox", "grep", "processes", "/proc/self/limits");
        var outcome = victim.exec(id, "54321", "", false, limit);
        assertThat(outcome.failure()).isEmpty();
        assertThat(outcome.out().strip().split(" +")).containsExactly("Max", "processes", "1", "1", "processes");
    }

    @Test
    void anExecThatItsFilterKillsSaysWhere() throws IOException {
        victim.image(Victim.tar());
        var profile = "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"clone\"],"
                + " \"action\": \"SCMP_ACT_KILL_PROCESS\"}]}";
        var id = victim.start("sleep 100", ", \"SecurityOpt\": [\"seccomp=" + profile.replace("\"", "\\\"") + "\"]");
        assertThat(victim.exec(id, "true").failure()).contains("the launched process was killed in clone(");
    }

    /** With and without a user of its own, as in Docker. */
    @Test
    void anExecHasTheGroupsThatTheContainerWasGiven() throws IOException {
        victim.image(Victim.tar()
                .directory("etc/", 0755, 0, 0)
                .file("etc/group", "wheel:x:10:\n".getBytes(UTF_8), 0644, 0, 0));
        var id = victim.start("sleep 100", ", \"GroupAdd\": [\"77\", \"wheel\"]");
        var groups = Victim.script("grep ^Groups /proc/self/status");
        assertThat(victim.exec(id, "", "", false, groups).out()).isEqualTo("Groups:\t0 10 77 \n");
        assertThat(victim.exec(id, "12:34", "", false, groups).out()).isEqualTo("Groups:\t10 34 77 \n");
    }

    /** A container that has removed its null device, or put a file in its place. */
    @Test
    void standardInputIsEmptyWithoutANullDevice() throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", "");
        assertThat(victim.exec(id, "rm /dev/null").failure()).isEmpty();
        assertThat(victim.exec(id, "cat; echo end").out()).isEqualTo("end\n");
        assertThat(victim.exec(id, "echo lie > /dev/null; echo written").out()).isEqualTo("written\n");
        assertThat(victim.exec(id, "cat; cat /dev/null").out()).isEqualTo("lie\n");
        assertThat(victim.exec(id, "rm /dev/null; mkdir /dev/null; cat; echo end")
                        .out())
                .isEqualTo("end\n");
        assertThat(victim.exec(id, "cat; ls -d /dev/null").out()).isEqualTo("/dev/null\n");
    }

    @Test
    void invariant4_cve_2024_21626_noDescriptorSurvives() throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", "");
        var found = victim.exec(id, "for f in /proc/self/fd/*; do readlink $f; done")
                .out();
        assertThat(found.lines().filter(l -> !l.startsWith("pipe:")))
                .isNotEmpty()
                .allMatch(l -> l.equals("/dev/null") || l.startsWith("/proc/"));
    }

    @Test
    void invariant4_cve_2024_21626_theWorkingDirectoryIsInside() throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", "");
        var look = "ls -ld ../../../../../../../../.." + victim.host + " 2>/dev/null && echo escaped; echo end";
        for (int fd = 0; fd < 24; fd++) {
            for (var place : List.of("/proc/self/fd/" + fd, "/proc/self/fd/" + fd + "/../..", "/proc/self/cwd")) {
                assertThat(victim.exec(id, "", place, false, Victim.script(look))
                                .out())
                        .doesNotContain("escaped");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0,false", "0,true", "1000,false", "1000,true"})
    void invariant5_cve_2022_24769_inheritableIsEmpty(String user, boolean privileged) throws IOException {
        victim.image(Victim.tar());
        var id = victim.start("sleep 100", "");
        var script = Victim.script("grep -E 'Cap(Inh|Amb)' /proc/self/status");
        assertThat(victim.exec(id, user, "", privileged, script).out())
                .isEqualTo("CapInh:\t0000000000000000\nCapAmb:\t0000000000000000\n");
    }

    /** Nothing that an exec is given widens what the container may do to the kernel. */
    @Test
    void invariant11_cve_2022_0492_anExecHasTheFilterAndTheMasksToo() throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var id = victim.start("sleep 100", "");
        var outcome = victim.exec(id, """
                grep -E '^(CapEff|CapBnd|Seccomp):' /proc/self/status
                unshare -Urm /bin/busybox true 2>/dev/null && echo BROKEN user namespace
                (echo h > /proc/sysrq-trigger) 2>/dev/null && echo BROKEN sysrq
                mknod /tmp/mem c 1 1 2>/dev/null && (head -c1 /tmp/mem) >/dev/null 2>&1 && echo BROKEN mem
                mkdir -p /tmp/m; mount -t tmpfs t /tmp/m 2>/dev/null && echo BROKEN mount
                echo end""");
        assertThat(outcome.out()).isEqualTo("CapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\nSeccomp:\t2\nend\n");
    }
}

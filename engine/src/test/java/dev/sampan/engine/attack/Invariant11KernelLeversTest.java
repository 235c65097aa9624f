package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host's kernel stays unreachable. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant11KernelLeversTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    private static final String KERNEL = """
            ok() { echo "BROKEN: $*"; }
            for f in $(ls -d /sys/fs/cgroup/*/release_agent /sys/fs/cgroup/release_agent 2>/dev/null); do
              (echo /x > $f) 2>/dev/null && ok release_agent; done
            for d in /sys/fs/cgroup/*; do (mkdir $d/x) 2>/dev/null && ok "mkdir $d"
              (echo 1 > $d/notify_on_release) 2>/dev/null && ok "notify $d"; done
            mkdir -p /tmp/m
            for c in memory pids cpu rdma none,name=x; do mount -t cgroup -o $c c /tmp/m 2>/dev/null && ok "mount cgroup $c"; done
            mount -t cgroup2 c /tmp/m 2>/dev/null && ok "mount cgroup2"
            unshare -Urm /bin/busybox true 2>/dev/null && ok "user namespace"
            unshare -m /bin/busybox true 2>/dev/null && ok "mount namespace"
            (echo h > /proc/sysrq-trigger) 2>/dev/null && ok sysrq
            (echo x > /proc/sys/kernel/core_pattern) 2>/dev/null && ok core_pattern
            (echo x > /proc/sys/kernel/modprobe) 2>/dev/null && ok modprobe
            (echo x > /sys/kernel/uevent_helper) 2>/dev/null && ok uevent_helper
            (echo 0 > /proc/irq/default_smp_affinity) 2>/dev/null && ok irq
            for f in /proc/kcore /proc/keys /proc/timer_list /proc/interrupts; do [ -e $f ] && [ $(head -c1 $f 2>/dev/null | wc -c) != 0 ] && ok "read $f"; done
            [ -d /sys/firmware ] && [ $(ls /sys/firmware | wc -l) != 0 ] && ok firmware
            mknod /tmp/mem c 1 1 2>/dev/null && (head -c1 /tmp/mem) >/dev/null 2>&1 && ok mem
            mknod /tmp/kmsg c 1 11 2>/dev/null && (head -c1 /tmp/kmsg) >/dev/null 2>&1 && ok kmsg
            for n in 8:0 254:0 253:0 259:0 7:0; do mknod /tmp/b$n b ${n%:*} ${n#*:} 2>/dev/null
              (head -c1 /tmp/b$n) >/dev/null 2>&1 && ok "disk $n"; done
            mount -o remount,rw /sys 2>/dev/null && ok "remount sys"
            mount -o remount,rw /proc/sys 2>/dev/null && ok "remount proc/sys"
            umount /proc/kcore 2>/dev/null && ok "umount mask"
            echo end
            """;

    @ParameterizedTest
    @CsvSource({"0,''", "1000,''", "0,writable-cgroups=true", "0,no-new-privileges"})
    void invariant11_cve_2022_0492_theKernelsLeversAreOutOfReach(String user, String option) throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var outcome = victim.run(
                KERNEL,
                ", \"User\": \"" + user + "\"",
                option.isEmpty() ? "" : ", \"SecurityOpt\": [\"" + option + "\"]");
        var expected = option.startsWith("writable")
                ? outcome.out()
                        .lines()
                        .filter(l -> l.contains("BROKEN") && !l.contains("mkdir") && !l.contains("notify"))
                : outcome.out().lines().filter(l -> l.contains("BROKEN"));
        assertThat(expected).isEmpty();
        assertThat(outcome.out()).endsWith("end\n");
    }

    /** What has been opened is the host's driver; runc no longer allows /dev/net/tun by default, and Docker does not either. */
    @Test
    void nodesOfOtherDevicesThanTheDefaultOnesCannotBeOpened() throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var script = """
                mkdir -p /dev/net
                for n in net/tun:10:200 fuse:10:229 rtc:10:135 kmsg:1:11 port:1:4 loop-control:10:237 vhost-net:10:238; do
                  f=/dev/${n%%:*}; n=${n#*:}; rm -f $f; mknod $f c ${n%:*} ${n#*:} && (: < $f) && echo "BROKEN $f"; done
                (: < /dev/zero) && echo end""";
        for (var more : List.of("", ", \"CapAdd\": [\"NET_ADMIN\", \"SYS_ADMIN\", \"SYS_RAWIO\"]")) {
            var outcome = victim.run(script, "", more);
            assertThat(outcome.out().lines())
                    .filteredOn(line -> line.contains("can't open") && line.endsWith("Operation not permitted"))
                    .hasSize(7);
            assertThat(outcome.out().lines()).hasSize(8).last().isEqualTo("end");
        }
    }

    /** Without seccomp the capabilities and the masks hold alone. */
    @Test
    void invariant11_cve_2022_0492_alsoWithoutSeccomp() throws IOException {
        victim.image(Victim.tar().directory("tmp/", 01777, 0, 0));
        var outcome = victim.run(KERNEL, "", ", \"SecurityOpt\": [\"seccomp=unconfined\"]");
        // A user namespace is anyone's right then; what is reached through it is tested in the next line of the script.
        assertThat(outcome.out().lines().filter(l -> l.contains("BROKEN") && !l.contains("user namespace")))
                .isEmpty();
        var inside = victim.run(
                "mkdir -p /tmp/m; unshare -Urm /bin/busybox sh -c '/bin/busybox mount -t cgroup -o memory c /tmp/m"
                        + " && (echo /x > /tmp/m/release_agent) && echo BROKEN'; echo end",
                "",
                ", \"SecurityOpt\": [\"seccomp=unconfined\"]");
        assertThat(inside.out()).doesNotContain("BROKEN").contains("end");
    }
}

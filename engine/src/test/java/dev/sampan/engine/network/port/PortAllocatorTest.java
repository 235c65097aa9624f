package dev.sampan.engine.network.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.spec.PortRange;
import dev.sampan.engine.spec.PortRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortAllocatorTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path directory;

    /** Two ports that nobody has, one after the other. */
    private static PortRange twoFree() throws IOException {
        while (true) {
            try (var first = new ServerSocket(0, 1, LOOPBACK);
                    var second = new ServerSocket(first.getLocalPort() + 1, 1, LOOPBACK)) {
                return new PortRange(first.getLocalPort(), second.getLocalPort());
            } catch (IOException | IllegalArgumentException taken) {
                // The next try has other numbers.
            }
        }
    }

    private static PortRequest request(int containerPort, String hostPort) {
        return PortRequest.parse(containerPort + "/tcp", "127.0.0.1", hostPort);
    }

    @Test
    void aPortThatIsNamedIsTakenBeforeOneThatIsChosen() throws IOException {
        PortRange range = twoFree();
        var allocator = new PortAllocator(LOOPBACK, range);
        // The other way round the first would have the port of the second.
        var held = allocator.allocate(List.of(request(80, ""), request(81, "" + range.first())));
        try {
            assertThat(held).extracting(h -> h.port().containerPort()).containsExactly(80, 81);
            assertThat(held).extracting(h -> h.port().hostPort()).containsExactly(range.last(), range.first());
        } finally {
            allocator.release(held);
        }
    }

    @Test
    void aRangeLeavesThePortThatIsNamed() throws IOException {
        PortRange range = twoFree();
        var allocator = new PortAllocator(LOOPBACK);
        var held = allocator.allocate(
                List.of(request(80, range.first() + "-" + range.last()), request(81, "" + range.first())));
        try {
            assertThat(held).extracting(h -> h.port().hostPort()).containsExactly(range.last(), range.first());
        } finally {
            allocator.release(held);
        }
    }

    @Test
    void chosenPortsAreOfTheGivenRange() throws IOException {
        PortRange range = twoFree();
        var allocator = new PortAllocator(LOOPBACK, range);
        var held = allocator.allocate(List.of(request(80, ""), request(81, "")));
        try {
            assertThat(held).extracting(h -> h.port().hostPort()).containsExactly(range.first(), range.last());
            assertThatThrownBy(() -> allocator.allocate(List.of(request(82, ""))))
                    .hasMessageContaining("all ports are allocated");
        } finally {
            allocator.release(held);
        }
    }

    @Test
    void theRangeIsTheKernels() throws IOException {
        Path file = directory.resolve("range");
        assertThat(PortAllocator.ephemeral(Files.writeString(file, "41000\t41010\n")))
                .isEqualTo(new PortRange(41000, 41010));
        Path kernels = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
        try (var scanner = new Scanner(kernels, StandardCharsets.US_ASCII)) {
            assertThat(PortAllocator.ephemeral(kernels)).isEqualTo(new PortRange(scanner.nextInt(), scanner.nextInt()));
        }
        assertThat(PortAllocator.ephemeral(Files.writeString(file, "many"))).isEqualTo(new PortRange(32768, 60999));
        assertThat(PortAllocator.ephemeral(directory.resolve("none"))).isEqualTo(new PortRange(32768, 60999));
    }
}

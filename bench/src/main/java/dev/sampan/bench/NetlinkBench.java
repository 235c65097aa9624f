package dev.sampan.bench;

import dev.sampan.linux.netlink.Attributes;
import dev.sampan.linux.netlink.Message;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import dev.sampan.linux.netlink.route.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The netlink codec without a socket. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NetlinkBench {
    private static final int LINK_HEADER = 16;
    private static final byte[] LINKS = links();

    private final Request address = address();

    /** {@code ip addr add 172.17.0.2/16 dev eth0} as bytes. */
    @Benchmark
    public byte[] encodeAnAddress() {
        return new NetlinkWriter()
                .message(address.type(), address.flags() | Request.NLM_F_REQUEST, 1, address::encode)
                .toBytes();
    }

    /** A dump of ten links, each with its name read. */
    @Benchmark
    public int readADump() {
        int letters = 0;
        List<Message> messages = Message.read(LINKS);
        for (Message message : messages) {
            letters += Attributes.read(message.payload(), LINK_HEADER).string(3).length();
        }
        return letters;
    }

    private static Request address() {
        try {
            return Addresses.add("eth0", new Addresses.Address(2, InetAddress.getByName("172.17.0.2"), 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address in figures is never looked up", e);
        }
    }

    private static byte[] links() {
        var writer = new NetlinkWriter();
        for (int link = 1; link <= 10; link++) {
            String name = "veth" + link;
            writer.message(
                    16,
                    0,
                    link,
                    body -> body.bytes(new byte[LINK_HEADER])
                            .attribute(3, name)
                            .attributeU32(4, 1500)
                            .attribute(7, new byte[192])
                            .attribute(18, nested -> nested.attribute(1, "veth")));
        }
        return writer.toBytes();
    }
}

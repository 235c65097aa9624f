package dev.sampan.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.netlink.conntrack.FlowParsers;
import dev.sampan.linux.netlink.nft.NftParsers;
import dev.sampan.linux.netlink.route.Parsers;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Invariant 9: a parser of outside bytes has a bound. Whatever the bytes: an answer, or MalformedNetlink, and soon. */
class HostileAnswersTest {

    private static final int ROUNDS = 200_000;

    @Test
    void randomBytesAreReadOrRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            refused += readAll(bytes, seed, i);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aMessageWithSomeBytesChangedIsReadOrRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] genuine = new NetlinkWriter()
                .message(
                        16,
                        0,
                        1,
                        into -> into.u32(0)
                                .u32(1)
                                .u32(1)
                                .u32(0)
                                .attribute(3, "eth0")
                                .attribute(1, new byte[6])
                                .nested(
                                        18,
                                        info -> info.attribute(1, "veth").nested(2, data -> data.attributeU32(1, 7))))
                .message(
                        2,
                        0x300,
                        2,
                        into -> into.u32(-17).u32(20).u32(0).u32(0).u32(0).attribute(1, "exists"))
                .toBytes();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = genuine.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            readAll(bytes, seed, i);
        }
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Message.read(new byte[] {15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(MalformedNetlink.class);
        assertThatThrownBy(() -> Message.read(new byte[] {-1, -1, -1, 127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(MalformedNetlink.class);
        assertThatThrownBy(() -> Attributes.read(new byte[] {0, 0, 1, 0}, 0)).isInstanceOf(MalformedNetlink.class);
        assertThatThrownBy(() -> Attributes.read(new byte[] {5, 0, 1, 0}, 0)).isInstanceOf(MalformedNetlink.class);
    }

    private static int readAll(byte[] bytes, long seed, int round) {
        try {
            for (Message message : Message.read(bytes)) {
                message.errno();
                message.explanation();
                Parsers.readAll(message);
                NftParsers.readAll(message);
                FlowParsers.readAll(message);
            }
            return 0;
        } catch (MalformedNetlink e) {
            return 1;
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + " round " + round, e);
        }
    }
}

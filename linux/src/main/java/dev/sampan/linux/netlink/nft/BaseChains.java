package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.Attributes;
import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;
import dev.sampan.linux.netlink.NetlinkSocket;
import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.util.List;

/** The host's base chains, whoever made them: a packet must pass all of one hook. */
public final class BaseChains {

    private static final int NFGENMSG = 4;

    private BaseChains() {}

    /**
     * @param family as {@link Family} numbers them
     * @param hook as {@link Chain.Point} numbers them
     * @param drops whether its policy is to drop what no rule decides
     */
    public record BaseChain(int family, String table, String name, int hook, int priority, boolean drops) {}

    public static List<BaseChain> list(NetlinkSocket socket) {
        return socket.dump(new Get()).stream()
                .filter(BaseChains::hasHook)
                .map(BaseChains::read)
                .toList();
    }

    /** Those in the way of every IPv4 packet that is forwarded, which drop it unless one of their rules accepts it. */
    public static List<BaseChain> droppingForwards(NetlinkSocket socket) {
        return list(socket).stream()
                .filter(chain -> chain.family() == Family.IP.number() || chain.family() == Family.INET.number())
                .filter(chain -> chain.hook() == Chain.Point.FORWARD.number() && chain.drops())
                .toList();
    }

    static BaseChain read(Message message) {
        Attributes attributes = attributes(message);
        Attributes hook = attributes.nested(Nft.NFTA_CHAIN_HOOK);
        return new BaseChain(
                message.payload()[0],
                attributes.string(Nft.NFTA_CHAIN_TABLE),
                attributes.string(Nft.NFTA_CHAIN_NAME),
                hook.be32(Nft.NFTA_HOOK_HOOKNUM),
                hook.be32(Nft.NFTA_HOOK_PRIORITY),
                attributes.has(Nft.NFTA_CHAIN_POLICY) && attributes.be32(Nft.NFTA_CHAIN_POLICY) == 0);
    }

    private static boolean hasHook(Message message) {
        return attributes(message).has(Nft.NFTA_CHAIN_HOOK);
    }

    private static Attributes attributes(Message message) {
        if (message.payload().length < NFGENMSG) {
            throw new MalformedNetlink("a chain of " + message.payload().length + " bytes");
        }
        return Attributes.read(message.payload(), NFGENMSG);
    }

    private record Get() implements Request {
        @Override
        public int type() {
            return Nft.message(Nft.NFT_MSG_GETCHAIN);
        }

        @Override
        public int flags() {
            return NLM_F_DUMP;
        }

        @Override
        public void encode(NetlinkWriter into) {
            Nft.header(into, 0, 0);
        }

        @Override
        public String sameAs() {
            return "nft list chains";
        }
    }
}

package dev.sampan.linux.netlink.nft;

import dev.sampan.linux.netlink.NetlinkWriter;
import dev.sampan.linux.netlink.Request;
import java.util.List;

/** Conditions, and what is done with a packet that meets them all; added at the end of its chain. */
public record Rule(Chain chain, List<Statement> statements) implements Request {

    public static Rule in(Chain chain, Statement... statements) {
        return new Rule(chain, List.of(statements));
    }

    /** As {@code nft list} writes it. */
    public String text() {
        return String.join(" ", statements.stream().map(Statement::text).toList());
    }

    @Override
    public int type() {
        return Nft.message(Nft.NFT_MSG_NEWRULE);
    }

    @Override
    public int flags() {
        return NLM_F_CREATE | NLM_F_APPEND;
    }

    @Override
    public void encode(NetlinkWriter into) {
        Nft.header(into, chain.table().family().number(), 0);
        into.attribute(Nft.NFTA_RULE_TABLE, chain.table().name())
                .attribute(Nft.NFTA_RULE_CHAIN, chain.name())
                .nested(
                        Nft.NFTA_RULE_EXPRESSIONS,
                        list -> statements.stream()
                                .flatMap(statement -> statement.expressions().stream())
                                .forEach(expression -> list.nested(
                                        Nft.NFTA_LIST_ELEM,
                                        one -> one.attribute(Nft.NFTA_EXPR_NAME, expression.name())
                                                .nested(Nft.NFTA_EXPR_DATA, expression::encode))));
    }

    @Override
    public String sameAs() {
        return "nft add rule " + chain.table() + " " + chain.name() + " " + text();
    }
}

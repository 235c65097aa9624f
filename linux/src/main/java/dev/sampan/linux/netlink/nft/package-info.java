/**
 * nftables, nft(8): tables, chains, sets, maps and rules, changed in transactions.
 *
 * <p>Start reading at {@link dev.sampan.linux.netlink.nft.Batch}. A {@link dev.sampan.linux.netlink.nft.Rule} is a list of
 * {@link dev.sampan.linux.netlink.nft.Statement}s; a statement has nft's text and the kernel's expressions, made in one place, so
 * that what explain prints is what the kernel runs: a test compares it with what {@code nft list} reads back.
 *
 * <p>Facts: expressions compute in registers; NFT_REG_1 to 4 have 16 bytes and overlap NFT_REG32_00 to 15 of 4 bytes each, which is
 * how a concatenated key lies in one piece. Integers of the protocol are in network order, register contents in the order of
 * the packet, or of the host for ct and fib. A set with intervals over several fields is a pipapo set, 5.6. A table that may be
 * there is deleted by adding it first (DESTROYTABLE only came with 6.3). Deleting waits for RCU in a worker, not in the caller.
 */
package dev.sampan.linux.netlink.nft;

/**
 * Microbenchmarks of what every container start passes: the plan's encoding, netlink messages, the log path. Run by {@code bench/jmh};
 * whole commands beside Docker's are measured by {@code bench/compare}.
 */
package dev.sampan.bench;

/**
 * The nftables table of one daemon: what containers may reach, how their addresses are hidden, and which of the host's ports lead
 * to them.
 */
package dev.sampan.engine.network.firewall;

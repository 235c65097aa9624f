/**
 * The texts of a container's /etc/hosts, /etc/hostname and /etc/resolv.conf, as Docker 29 writes them.
 *
 * <p>Pure functions from names and addresses to text: nothing is read or written here but the host's resolv.conf, which is passed in.
 * A loopback resolver of the host is of no use in a container and is replaced by public ones, as Docker does.
 */
package dev.sampan.engine.network.files;

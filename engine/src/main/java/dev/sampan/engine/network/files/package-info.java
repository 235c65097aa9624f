/** The texts of a container's /etc/hosts, /etc/hostname and /etc/resolv.conf, as Docker 29 writes them. Pure functions. */
package dev.sampan.engine.network.files;

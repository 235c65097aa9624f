/**
 * The texts of a container's /etc/hosts and /etc/resolv.conf, as Docker 29 writes them, comments included. Pure functions from what
 * was asked for and the host's own files; who writes them where is decided by the caller.
 *
 * <p>Start reading at {@link dev.sampan.engine.network.files.ResolvConf}. On the default bridge no resolver of ours answers, so a
 * server on the host's loopback is left out; a host with systemd-resolved has its real servers in another file
 * ({@link dev.sampan.engine.network.files.HostResolvConf}). FilesTest holds the forms.
 */
package dev.sampan.engine.network.files;

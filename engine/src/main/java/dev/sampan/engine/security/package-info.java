/**
 * What a container's processes may ask of the kernel. The defaults equal Docker's.
 *
 * <p>Start reading at {@link dev.sampan.engine.security.Capability} (which of root's powers are left),
 * {@link dev.sampan.engine.security.SeccompProfile} (which system calls), {@link dev.sampan.engine.security.SystemPaths} (which files of
 * /proc and /sys are covered), {@link dev.sampan.engine.security.Devices} (which device nodes), {@link dev.sampan.engine.security.UserSpec}
 * (who it runs as) and {@link dev.sampan.engine.security.SecurityOptions} (what {@code --security-opt} changes of all that).
 *
 * <p>Everything here is a pure function of what the user of the API asked for, and of the host: never of an image's configuration,
 * labels or annotations (invariant 6), except for the USER of an image, which can only name an identity.
 */
package dev.sampan.engine.security;

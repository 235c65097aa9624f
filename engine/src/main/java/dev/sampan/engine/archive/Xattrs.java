package dev.sampan.engine.archive;

import dev.sampan.linux.syscall.Errno;
import dev.sampan.linux.syscall.ErrnoException;
import dev.sampan.linux.syscall.ExtendedAttributes;
import dev.sampan.linux.syscall.Fd;

/** Which extended attributes an archive may bring, and which of a tree's an archive takes along. */
final class Xattrs {

    private Xattrs() {}

    /**
     * File capabilities, access lists and users' own. Not trusted.*: trusted.overlay.redirect and .metacopy would point a layer's file
     * at another's (and user.overlay.* where an overlay is mounted with userxattr). Not security.selinux and .ima: the host's business.
     */
    static boolean mayComeFromOutside(String name) {
        return name.equals("security.capability")
                || name.startsWith("system.posix_acl_")
                || name.startsWith("user.") && !name.startsWith("user.overlay.");
    }

    /** A file system without that kind of attribute loses it, as tar(1) does. */
    static void set(Fd file, String name, byte[] value) {
        try {
            ExtendedAttributes.fsetxattr(file.number(), name, value, 0);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EOPNOTSUPP)) {
                throw e;
            }
        }
    }
}

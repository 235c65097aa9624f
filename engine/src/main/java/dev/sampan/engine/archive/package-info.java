/**
 * Tar streams into and out of directory trees, and the few operations on whole trees that storage needs.
 *
 * <p>Start reading at {@link dev.sampan.engine.archive.TarReader} (a stream becomes entries, with bounds) and
 * {@link dev.sampan.engine.archive.Unpack} (entries become files). Everything read here comes from outside: invariant 9 (bounds, fuzz
 * test) and invariant 10 (no entry leaves its directory) are kept in this package.
 *
 * <p>Whatever goes through a tree is a visitor of {@link dev.sampan.engine.archive.Walk}: trees are as deep, as wide and as restless as a container
 * makes them.
 *
 * <p>Kernel facts: a name is resolved with openat2(2) and RESOLVE_IN_ROOT below a directory's descriptor, so links and {@code ..}
 * cannot lead out of it; the last component is never followed. Names are bytes to the kernel; here they are texts in which a byte
 * that is not UTF-8 is a lone surrogate (see {@link dev.sampan.linux.syscall.PathText}).
 *
 * <p>Why an own reader and not a library's: docs/adr/0007-own-tar-reader.md.
 */
package dev.sampan.engine.archive;

/**
 * Readers of what /proc and /sys say as text: processes, mounts, the kernel's version and what it lacks.
 *
 * <p>Each record parses one file's lines and names its man page. A process that is gone is an empty Optional, not an error.
 * Parsers take text, so that tests give them files that this machine does not have.
 */
package dev.sampan.linux.proc;

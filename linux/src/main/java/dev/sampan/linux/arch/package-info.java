/**
 * The two processor architectures, and where their kernel interfaces differ.
 *
 * <p>One enum, {@link dev.sampan.linux.arch.Arch}. It lies below layouts, call numbers and plans, which all ask it; a plan can be
 * encoded for the other architecture, which is how its tests run under qemu.
 */
package dev.sampan.linux.arch;

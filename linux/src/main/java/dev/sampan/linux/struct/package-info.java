/**
 * One record per C struct that crosses the kernel's border, with the layout its header has.
 *
 * <p>Start reading at {@link dev.sampan.linux.struct.Layout}. Sizes are asserted when a class is loaded. The files
 * {@code offsets-x86_64.txt} and {@code offsets-aarch64.txt} in the tests list every offset; where a C compiler is at
 * hand, {@code LayoutGoldenTest} regenerates them with offsetof.
 *
 * <p>To add one: write the fields in the header's order, then run {@code LayoutGoldenTest}, which says what is missing.
 */
package dev.sampan.linux.struct;

/**
 * Which addresses are taken: a bitmap per subnet, and the choice of a subnet that nothing on the host uses.
 *
 * <p>Nothing is stored here. What survives a restart are the endpoints, with their containers; the bitmaps are made again from
 * them, so that an address can be neither lost nor given out twice by a crash between two files.
 */
package dev.sampan.engine.network.ipam;

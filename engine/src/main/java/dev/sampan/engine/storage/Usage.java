package dev.sampan.engine.storage;

/**
 * What a layer takes on disk.
 *
 * @param bytes allocated blocks times 512, as du counts, hard links once
 * @param apparent the sum of file sizes, which is what {@code docker ps -s} shows
 * @param inodes files, directories and all others
 */
public record Usage(long bytes, long apparent, long inodes) {

    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage plus(Usage other) {
        return new Usage(bytes + other.bytes, apparent + other.apparent, inodes + other.inodes);
    }
}

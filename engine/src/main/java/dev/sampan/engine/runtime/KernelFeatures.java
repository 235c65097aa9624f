package dev.sampan.engine.runtime;

/**
 * What differs between the kernels from 5.15 on, as far as plans care.
 *
 * @param overlayLayersOneByOne {@code lowerdir+}, Linux 6.8: without it all layers go through one mount(2) string. (6.5 had
 *     another way to append, which 6.6 took back.)
 */
record KernelFeatures(boolean overlayLayersOneByOne) {

    static KernelFeatures ofThisHost() {
        return ofRelease(System.getProperty("os.version"));
    }

    /** @param release as uname -r says it: {@code 6.1.0-18-amd64} */
    static KernelFeatures ofRelease(String release) {
        String[] parts = release.split("[^0-9]+", 3);
        int major = Integer.parseInt(parts[0]);
        int minor = parts.length > 1 && !parts[1].isEmpty() ? Integer.parseInt(parts[1]) : 0;
        return new KernelFeatures(major > 6 || major == 6 && minor >= 8);
    }
}

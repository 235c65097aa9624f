package dev.sampan.engine.oci;

import java.util.Locale;

/**
 * What an image was made for, in Go's words (GOOS, GOARCH); an unknown part is the empty text.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-index.md">OCI image-spec, image index</a>
 */
public record Platform(String os, String architecture, String variant, String osVersion) {

    public Platform(String os, String architecture) {
        this(os, architecture, "", "");
    }

    /** This machine's. */
    public static Platform host() {
        return new Platform("linux", goArchitecture(System.getProperty("os.arch")));
    }

    /** Whether an image of this platform may be used where {@code wanted} is asked for; an unset variant matches every one. */
    public boolean satisfies(Platform wanted) {
        return os.equals(wanted.os)
                && architecture.equals(wanted.architecture)
                && (wanted.variant.isEmpty() || defaultVariant().equals(wanted.defaultVariant()));
    }

    private String defaultVariant() {
        return variant.isEmpty() && architecture.equals("arm64") ? "v8" : variant;
    }

    private static String goArchitecture(String jvm) {
        return switch (jvm.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> jvm;
        };
    }

    /** {@code linux/arm64/v8}. */
    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}

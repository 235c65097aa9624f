package dev.sampan.linux.launch;

/**
 * A descriptor within a plan, by name: one that the process inherits in a {@link Slot} or under a name of the plan's own,
 * or one that an earlier step opens {@code as} this name. A child sees all names of its parent up to the clone.
 */
public record Ref(String name) {
    /** AT_FDCWD: paths are resolved from the working directory. */
    public static final Ref CWD = new Ref("AT_FDCWD");

    public static Ref of(String name) {
        return new Ref(name);
    }

    // Looked up for each descriptor of a plan: what a record is given is slow until it is optimised.

    @Override
    public boolean equals(Object other) {
        return other instanceof Ref ref && name.equals(ref.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}

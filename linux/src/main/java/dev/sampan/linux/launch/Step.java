package dev.sampan.linux.launch;

import java.util.Optional;

/**
 * One step of a launch: a record that knows the system calls it lowers to. The families group what belongs together;
 * steps hold no policy, that is decided by whoever makes the plan.
 */
public sealed interface Step
        permits ProcessStep,
                CloneStep,
                NamespaceStep,
                CredentialStep,
                MountStep,
                PathStep,
                DescriptorStep,
                NetworkStep,
                SyncStep,
                Supervise {
    /** Appends the system calls of this step. */
    void lower(Ops ops);

    /** What the step is in a word or two, such as {@code mount overlay}. */
    String title();

    /** The same in the shell, where a common tool does it. */
    default Optional<String> shell() {
        return Optional.empty();
    }
}

package dev.sampan.engine.spec;

/** What becomes of a container whose process has ended by itself. */
public sealed interface RestartPolicy {

    RestartPolicy NEVER = new Never();
    RestartPolicy ALWAYS = new Always();
    RestartPolicy UNLESS_STOPPED = new UnlessStopped();

    record Never() implements RestartPolicy {}

    record Always() implements RestartPolicy {}

    /** As always; when the engine comes up, only if nobody stopped it. */
    record UnlessStopped() implements RestartPolicy {}

    /**
     * After an exit code other than 0.
     *
     * @param most so many times; 0 for any number
     */
    record OnFailure(int most) implements RestartPolicy {

        public boolean allows(int restarts) {
            return most == 0 || restarts < most;
        }
    }
}

package dev.sampan.engine.network.driver;

/** How explain shows that a request goes to a container's namespace. */
final class Inside {

    /** PID is the container's first process; explain's script sets it. */
    static final String SHELL = "nsenter -t $PID -n ";

    private Inside() {}
}

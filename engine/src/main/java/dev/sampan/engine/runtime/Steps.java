package dev.sampan.engine.runtime;

import dev.sampan.linux.launch.Planned;
import dev.sampan.linux.launch.Ref;
import dev.sampan.linux.launch.Step;
import java.util.ArrayList;
import java.util.List;

/** A plan's steps while they are put in order, each with its reason. */
final class Steps {

    /** The mount that becomes the container's root. */
    static final Ref ROOT = Ref.of("root");

    private final List<Planned> planned = new ArrayList<>();

    Steps add(Step step, String why) {
        planned.add(new Planned(step, why));
        return this;
    }

    List<Planned> planned() {
        return planned;
    }
}

package dev.sampan.engine.container.spec;

import dev.sampan.engine.error.EngineException.SystemFailure;
import dev.sampan.engine.spec.NetworkSpec.Link;
import java.util.List;

/** Docker's {@code CHILD:ALIAS}. */
public final class LinkText {

    private LinkText() {}

    /** Throws SystemFailure, as Docker looks at the form late. */
    public static Link parse(String text) {
        if (text.isEmpty()) {
            throw new SystemFailure("empty string specified for links");
        }
        List<String> parts = List.of(text.split(":", -1));
        if (parts.size() > 2) {
            throw new SystemFailure("bad format for links: " + text);
        }
        String child = parts.getFirst().startsWith("/") ? parts.getFirst().substring(1) : parts.getFirst();
        String alias = parts.size() == 1 ? child : parts.get(1);
        return new Link(child, alias.substring(alias.lastIndexOf('/') + 1));
    }

    public static String of(Link link) {
        return link.container() + ":" + link.alias();
    }
}

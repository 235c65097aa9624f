package dev.sampan.linux.netlink.route;

import dev.sampan.linux.netlink.MalformedNetlink;
import dev.sampan.linux.netlink.Message;
import java.util.List;
import java.util.function.Consumer;

/** Every reader of this package, for the fuzz test. */
public final class Parsers {

    private Parsers() {}

    public static void readAll(Message message) {
        for (Consumer<Message> parser : List.<Consumer<Message>>of(Links::read, Addresses::read, Routes::read)) {
            try {
                parser.accept(message);
            } catch (MalformedNetlink e) {
                // refused, as it should be
            }
        }
    }
}

package dev.sampan.linux.netlink.nft;

import java.util.List;

/** A member of a set, or of a map with what it leads to. */
public record Element(List<Value> key, List<Value> data) {

    public static Element of(Value... key) {
        return new Element(List.of(key), List.of());
    }

    public Element to(Value... target) {
        return new Element(key, List.of(target));
    }

    @Override
    public String toString() {
        return Value.text(key) + (data.isEmpty() ? "" : " : " + Value.text(data));
    }
}

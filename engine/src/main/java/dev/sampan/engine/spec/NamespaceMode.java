package dev.sampan.engine.spec;

/** Whose namespace a container has. */
public sealed interface NamespaceMode {

    NamespaceMode OWN = new Own();
    NamespaceMode HOST = new Host();

    record Own() implements NamespaceMode {}

    record Host() implements NamespaceMode {}

    /**
     * Another container's, which runs when this one starts.
     *
     * @param reference its name, id, or the beginning of that
     */
    record OfContainer(String reference) implements NamespaceMode {}
}

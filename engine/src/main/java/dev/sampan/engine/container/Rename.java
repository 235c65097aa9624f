package dev.sampan.engine.container;

import dev.sampan.engine.error.EngineException.Conflict;
import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.error.EngineException.NotFound;

/** Gives a container another name. */
final class Rename {

    private static final String PREFIX = "Error when allocating new name: ";

    private final Parts parts;

    Rename(Parts parts) {
        this.parts = parts;
    }

    void run(String reference, String newName) {
        Container container = parts.table().get(reference);
        String plain = newName.strip();
        if (plain.isEmpty() || plain.equals("/")) {
            throw new InvalidRequest("Neither old nor new names may be empty");
        }
        String name = Names.full(plain);
        String old;
        container.lock.lock();
        try {
            if (parts.table().find(container.id).isEmpty()) {
                throw new NotFound("No such container: " + reference);
            }
            old = container.file().name();
            if (name.equals(old)) {
                throw new InvalidRequest("Renaming a container with the same name as its current name");
            }
            reserve(name, container.id);
            try {
                container.save(edit -> edit.name = name);
            } catch (RuntimeException e) {
                parts.table().release(name);
                throw e;
            }
            parts.table().release(old);
            new Links(parts.table()).renamed(old, name);
        } finally {
            container.lock.unlock();
        }
        parts.tell(container, "rename", "oldName", old);
    }

    private void reserve(String name, String id) {
        try {
            Names.check(name);
            parts.table().reserve(name, id);
        } catch (InvalidRequest e) {
            throw new InvalidRequest(PREFIX + e.getMessage(), e);
        } catch (Conflict e) {
            throw new Conflict(PREFIX + e.getMessage(), e);
        }
    }
}

package dev.sampan.cli.template;

/** A template that cannot be read or, with its position, carried out. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean parsing;

    TemplateException(boolean parsing, String message) {
        super(message, null, false, false);
        this.parsing = parsing;
    }

    /** Whether the text itself is wrong, whatever the data. */
    public boolean parsing() {
        return parsing;
    }
}

package dev.sampan.cli.template;

/** A template that cannot be read or, with its position, carried out. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TemplateException(String message) {
        super(message, null, false, false);
    }
}

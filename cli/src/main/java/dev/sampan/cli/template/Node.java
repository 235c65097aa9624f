package dev.sampan.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a template. */
sealed interface Node {
    /** What is printed as it stands. */
    record Text(String text) implements Node {}

    /** {@code {{pipeline}}}; one that sets a variable prints nothing. */
    record Action(Pipe pipe) implements Node {}

    /** {@code {{if}}}, {@code {{with}}}: the latter makes the value the dot. */
    record Branch(boolean with, Pipe pipe, List<Node> body, List<Node> otherwise) implements Node {}

    /** {@code {{range}}}. */
    record Range(Pipe pipe, List<Node> body, List<Node> otherwise) implements Node {}

    /** {@code {{break}}} or {@code {{continue}}}. */
    record Jump(boolean ends) implements Node {}

    /**
     * Commands of which each gets the one before as its last argument.
     *
     * @param variables set by it: none, one, or a range's two
     */
    record Pipe(List<String> variables, List<Command> commands) {}

    /** An operand with arguments. */
    record Command(List<Operand> words) {}

    /** What stands in a command. */
    sealed interface Operand {
        /** Where it is in the template's text. */
        int at();

        /** As written, for messages. */
        String text();
    }

    /** {@code .A.B} of the dot. */
    record Field(int at, String text, List<String> names) implements Operand {}

    /** {@code $x.A.B}. */
    record Variable(int at, String text, String name, List<String> names) implements Operand {}

    /** {@code (pipeline).A}. */
    record Group(int at, String text, Pipe pipe, List<String> names) implements Operand {}

    record Function(int at, String text) implements Operand {}

    /** A literal; null is nil. */
    record Literal(int at, String text, @Nullable Object value) implements Operand {}
}

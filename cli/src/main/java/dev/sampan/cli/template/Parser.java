package dev.sampan.cli.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a template's text; recursive descent over its characters. */
final class Parser {
    private final String text;
    private int at;
    private boolean trimNext;

    Parser(String text) {
        this.text = text;
    }

    List<Node> parse() {
        var ended = new Body();
        List<Node> nodes = body(ended);
        if (!ended.keyword.isEmpty()) {
            throw fault("unexpected {{" + ended.keyword + "}}");
        }
        return nodes;
    }

    /** How a body ended: by {@code end}, {@code else}, or the end of the text. */
    private static final class Body {
        String keyword = "";
    }

    private List<Node> body(Body ended) {
        var nodes = new ArrayList<Node>();
        while (at < text.length()) {
            int open = text.indexOf("{{", at);
            String plain = text.substring(at, open < 0 ? text.length() : open);
            boolean trimBefore = open >= 0 && text.startsWith("{{-", open) && isSpace(open + 3);
            plain = trimNext ? plain.stripLeading() : plain;
            plain = trimBefore ? plain.stripTrailing() : plain;
            if (!plain.isEmpty()) {
                nodes.add(new Node.Text(plain));
            }
            trimNext = false;
            if (open < 0) {
                at = text.length();
                break;
            }
            at = open + (trimBefore ? 3 : 2);
            if (action(nodes, ended)) {
                return nodes;
            }
        }
        return nodes;
    }

    private boolean action(List<Node> nodes, Body ended) {
        spaces();
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at);
            if (end < 0) {
                throw fault("unclosed comment");
            }
            at = end + 2;
            close();
            return false;
        }
        int start = at;
        String word = word();
        switch (word) {
            case "if", "with" -> nodes.add(branch(word.equals("with")));
            case "range" -> nodes.add(range());
            case "break", "continue" -> {
                close();
                nodes.add(new Node.Jump(word.equals("break")));
            }
            case "end" -> {
                close();
                ended.keyword = word;
                return true;
            }
            case "else" -> {
                ended.keyword = word;
                return true;
            }
            default -> {
                at = start;
                Node.Pipe pipe = pipe();
                close();
                nodes.add(new Node.Action(pipe));
            }
        }
        return false;
    }

    private Node.Branch branch(boolean with) {
        Node.Pipe pipe = pipe();
        close();
        var ended = new Body();
        List<Node> body = body(ended);
        return new Node.Branch(with, pipe, body, otherwise(ended));
    }

    private Node.Range range() {
        Node.Pipe pipe = pipe();
        close();
        var ended = new Body();
        List<Node> body = body(ended);
        return new Node.Range(pipe, body, otherwise(ended));
    }

    private List<Node> otherwise(Body ended) {
        if (ended.keyword.equals("end")) {
            return List.of();
        }
        if (!ended.keyword.equals("else")) {
            throw fault("unexpected EOF");
        }
        spaces();
        int start = at;
        String word = word();
        if (word.equals("if") || word.equals("with")) {
            return List.of(branch(word.equals("with")));
        }
        at = start;
        close();
        var last = new Body();
        List<Node> body = body(last);
        if (!last.keyword.equals("end")) {
            throw fault(last.keyword.isEmpty() ? "unexpected EOF" : "expected end; found {{else}}");
        }
        return body;
    }

    private Node.Pipe pipe() {
        var variables = new ArrayList<String>();
        spaces();
        int start = at;
        if (peek() == '$') {
            do {
                at += variables.isEmpty() ? 0 : 1;
                spaces();
                int from = at;
                if (peek() != '$') {
                    break;
                }
                at++;
                word();
                variables.add(text.substring(from, at));
                spaces();
            } while (peek() == ',');
            if (text.startsWith(":=", at) || peek() == '=') {
                at += peek() == ':' ? 2 : 1;
            } else {
                variables.clear();
                at = start;
            }
        }
        var commands = new ArrayList<Node.Command>();
        do {
            at += commands.isEmpty() ? 0 : 1;
            commands.add(command());
            spaces();
        } while (peek() == '|');
        return new Node.Pipe(variables, commands);
    }

    private Node.Command command() {
        var words = new ArrayList<Node.Operand>();
        for (spaces(); peek() != '|' && peek() != ')' && !closing(); spaces()) {
            words.add(operand());
        }
        if (words.isEmpty()) {
            throw fault(peek() == 0 ? "unclosed action" : "missing value for command");
        }
        return new Node.Command(words);
    }

    private Node.Operand operand() {
        int start = at;
        char c = peek();
        if (c == 0) {
            throw fault("unclosed action");
        }
        if (c == '(') {
            at++;
            Node.Pipe pipe = pipe();
            spaces();
            if (peek() != ')') {
                throw fault("unclosed left paren");
            }
            at++;
            List<String> names = names();
            return new Node.Group(start, text.substring(start, at), pipe, names);
        }
        if (c == '.' && !Character.isDigit(charAt(at + 1))) {
            List<String> names = names();
            if (names.isEmpty()) {
                at++;
            }
            return new Node.Field(start, text.substring(start, at), names);
        }
        if (c == '$') {
            at++;
            word();
            String name = text.substring(start, at);
            List<String> names = names();
            return new Node.Variable(start, text.substring(start, at), name, names);
        }
        if (c == '"' || c == '`' || c == '\'') {
            Object value = c == '`' ? raw() : quoted(c);
            return new Node.Literal(start, text.substring(start, at), value);
        }
        if (Character.isDigit(c) || c == '-' || c == '+' || c == '.') {
            return number(start);
        }
        String word = word();
        return switch (word) {
            case "" -> throw fault("unexpected \"" + c + "\" in operand");
            case "true" -> new Node.Literal(start, word, true);
            case "false" -> new Node.Literal(start, word, false);
            case "nil" -> new Node.Literal(start, word, null);
            default -> {
                if (!Functions.exists(word)) {
                    throw fault("function \"" + word + "\" not defined");
                }
                yield new Node.Function(start, word);
            }
        };
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        while (peek() == '.' && (Character.isLetter(charAt(at + 1)) || charAt(at + 1) == '_')) {
            at++;
            names.add(word());
        }
        return names;
    }

    private Node.Literal number(int start) {
        at++;
        while (Character.isLetterOrDigit(peek()) || peek() == '.') {
            at++;
        }
        String number = text.substring(start, at);
        try {
            Object value =
                    number.matches("[-+]?[0-9]+") ? (Object) Long.valueOf(number) : new java.math.BigDecimal(number);
            return new Node.Literal(start, number, value);
        } catch (NumberFormatException e) {
            throw fault("bad number syntax: \"" + number + "\"");
        }
    }

    private String raw() {
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw fault("unterminated raw quoted string");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private Object quoted(char quote) {
        var value = new StringBuilder();
        for (at++; peek() != quote; at++) {
            char c = peek();
            if (c == 0 || c == '\n') {
                throw fault(quote == '"' ? "unterminated quoted string" : "unterminated character constant");
            }
            if (c == '\\') {
                c = charAt(++at);
                switch (c) {
                    case 'n' -> value.append('\n');
                    case 't' -> value.append('\t');
                    case 'r' -> value.append('\r');
                    case 'u' -> {
                        String digits = text.substring(at + 1, Math.min(at + 5, text.length()));
                        if (!digits.matches("[0-9a-fA-F]{4}")) {
                            throw fault("invalid escape in quoted string");
                        }
                        value.append((char) Integer.parseInt(digits, 16));
                        at += 4;
                    }
                    default -> value.append(c);
                }
            } else {
                value.append(c);
            }
        }
        at++;
        if (quote == '\'' && value.codePointCount(0, value.length()) != 1) {
            throw fault("malformed character constant: " + value);
        }
        return quote == '\'' ? (Object) (long) value.codePointAt(0) : value.toString();
    }

    private String word() {
        int start = at;
        while (Character.isLetterOrDigit(peek()) || peek() == '_') {
            at++;
        }
        return text.substring(start, at);
    }

    private void close() {
        spaces();
        if (!closing()) {
            throw fault(peek() == 0 ? "unclosed action" : "unexpected \"" + peek() + "\" in command");
        }
        trimNext = peek() == '-';
        at += trimNext ? 3 : 2;
    }

    private boolean closing() {
        return text.startsWith("}}", at) || text.startsWith("-}}", at);
    }

    private void spaces() {
        while (isSpace(at)) {
            at++;
        }
    }

    private boolean isSpace(int index) {
        char c = charAt(index);
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private char peek() {
        return charAt(at);
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private TemplateException fault(@Nullable String what) {
        long line = 1
                + text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new TemplateException("template: :" + line + ": " + what);
    }
}

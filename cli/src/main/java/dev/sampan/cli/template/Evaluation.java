package dev.sampan.cli.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One execution of a template: the dot, the variables, what is printed so far. */
final class Evaluation {
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    private final String source;
    private final String type;
    private final StringBuilder out;
    private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();

    Evaluation(String source, String type, @Nullable Object data, StringBuilder out) {
        this.source = source;
        this.type = type;
        this.out = out;
        variables.put("$", data);
    }

    void run(List<Node> nodes, @Nullable Object dot) {
        walk(nodes, dot);
    }

    private Flow walk(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            Flow flow = walk(node, dot);
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow walk(Node node, @Nullable Object dot) {
        if (node instanceof Node.Text text) {
            out.append(text.text());
        } else if (node instanceof Node.Action action) {
            Object value = pipe(action.pipe(), dot);
            if (action.pipe().variables().isEmpty()) {
                out.append(GoText.of(value));
            }
        } else if (node instanceof Node.Jump jump) {
            return jump.ends() ? Flow.BREAK : Flow.CONTINUE;
        } else if (node instanceof Node.Branch branch) {
            Object value = pipe(branch.pipe(), dot);
            boolean taken = Functions.truth(value);
            return walk(taken ? branch.body() : branch.otherwise(), taken && branch.with() ? value : dot);
        } else if (node instanceof Node.Range range) {
            range(range, dot);
        }
        return Flow.ON;
    }

    private void range(Node.Range range, @Nullable Object dot) {
        Object value = pipe(new Node.Pipe(List.of(), range.pipe().commands()), dot);
        var elements = new LinkedHashMap<Object, @Nullable Object>();
        switch (value) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    elements.put((long) i, list.get(i));
                }
            }
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, @Nullable Object>();
                map.forEach((key, member) -> sorted.put(String.valueOf(key), member));
                elements.putAll(sorted);
            }
            case Long count -> {
                for (long i = 0; i < count; i++) {
                    elements.put(i, i);
                }
            }
            case null -> {}
            case Nil nil -> {}
            default ->
                throw fault(
                        range.pipe().commands().getFirst().words().getFirst(),
                        "range can't iterate over " + GoText.of(value));
        }
        if (elements.isEmpty()) {
            walk(range.otherwise(), dot);
            return;
        }
        List<String> names = range.pipe().variables();
        for (Map.Entry<Object, @Nullable Object> element : elements.entrySet()) {
            if (!names.isEmpty()) {
                variables.put(names.getLast(), element.getValue());
            }
            if (names.size() > 1) {
                variables.put(names.getFirst(), element.getKey());
            }
            if (walk(range.body(), element.getValue()) == Flow.BREAK) {
                break;
            }
        }
    }

    private @Nullable Object pipe(Node.Pipe pipe, @Nullable Object dot) {
        Object value = null;
        boolean first = true;
        for (Node.Command command : pipe.commands()) {
            value = command(command, dot, value, !first);
            first = false;
        }
        for (String name : pipe.variables()) {
            variables.put(name, value);
        }
        return value;
    }

    private @Nullable Object command(Node.Command command, @Nullable Object dot, @Nullable Object last, boolean piped) {
        Node.Operand head = command.words().getFirst();
        List<Node.Operand> rest = command.words().subList(1, command.words().size());
        if (head instanceof Node.Function function) {
            return function(function, rest, dot, last, piped);
        }
        var arguments = new ArrayList<@Nullable Object>();
        for (Node.Operand operand : rest) {
            arguments.add(value(operand, dot));
        }
        if (piped) {
            arguments.add(last);
        }
        Object value = value(head, dot);
        if (value instanceof Method method) {
            return method.call(arguments);
        }
        if (!arguments.isEmpty()) {
            throw fault(
                    head,
                    head instanceof Node.Field || head instanceof Node.Variable
                            ? lastName(head) + " is not a method but has arguments"
                            : "can't give argument to non-function " + head.text());
        }
        return value;
    }

    private @Nullable Object function(
            Node.Function function,
            List<Node.Operand> words,
            @Nullable Object dot,
            @Nullable Object last,
            boolean piped) {
        String name = function.text();
        var arguments = new ArrayList<@Nullable Object>();
        boolean and = name.equals("and");
        for (Node.Operand operand : words) {
            Object value = value(operand, dot);
            if ((and || name.equals("or")) && Functions.truth(value) != and) {
                return value;
            }
            arguments.add(value);
        }
        if (piped) {
            arguments.add(last);
        }
        if (and || name.equals("or")) {
            return arguments.getLast();
        }
        try {
            return Functions.call(name, arguments);
        } catch (IndexOutOfBoundsException | java.util.NoSuchElementException e) {
            throw fault(function, "wrong number of args for " + name + ": got " + arguments.size());
        } catch (IllegalArgumentException e) {
            throw fault(function, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object value(Node.Operand operand, @Nullable Object dot) {
        if (operand instanceof Node.Field field) {
            return members(operand, dot, field.names());
        }
        if (operand instanceof Node.Variable variable) {
            if (!variables.containsKey(variable.name())) {
                throw fault(operand, "undefined variable: " + variable.name());
            }
            return members(operand, variables.get(variable.name()), variable.names());
        }
        if (operand instanceof Node.Group group) {
            return members(operand, pipe(group.pipe(), dot), group.names());
        }
        if (operand instanceof Node.Function function) {
            return function(function, List.of(), dot, null, false);
        }
        return ((Node.Literal) operand).value();
    }

    private @Nullable Object members(Node.Operand operand, @Nullable Object value, List<String> names) {
        for (String name : names) {
            value = member(operand, value, name);
        }
        return value;
    }

    private @Nullable Object member(Node.Operand operand, @Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return member(operand, map, name);
        }
        if (value == Nil.MAP) {
            return null;
        }
        if (value == null || value instanceof Nil) {
            throw fault(operand, "nil pointer evaluating " + (value == null ? "interface {}." : ".") + name);
        }
        throw fault(operand, "can't evaluate field " + name + " in type interface {}");
    }

    private @Nullable Object member(Node.Operand operand, Map<?, ?> map, String name) {
        Object member = map.get(name);
        if (member != null) {
            return member;
        }
        if (map.containsKey(name)) {
            return Nil.of(name);
        }
        if (!type.isEmpty()) {
            throw fault(operand, "can't evaluate field " + name + " in type " + type);
        }
        if (Nil.mayBeAbsent(name)) {
            return Nil.absent(name);
        }
        throw fault(operand, "map has no entry for key \"" + name + "\"");
    }

    private static String lastName(Node.Operand operand) {
        return operand.text().substring(operand.text().lastIndexOf('.') + 1);
    }

    private TemplateException fault(Node.Operand operand, String what) {
        String before = source.substring(0, operand.at());
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        int column = operand.at() - (before.lastIndexOf('\n') + 1);
        return new TemplateException(
                "template: :" + line + ":" + column + ": executing \"\" at <" + operand.text() + ">: " + what);
    }
}

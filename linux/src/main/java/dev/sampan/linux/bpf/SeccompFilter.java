package dev.sampan.linux.bpf;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A system call filter. A call through an ABI that is not listed ends the process: its numbers would mean something else.
 *
 * @param sections one per ABI, the most used first
 */
public record SeccompFilter(List<Section> sections) {

    public SeccompFilter {
        sections = List.copyOf(sections);
    }

    /**
     * @param rules by system call number; a number without one gets {@code otherwise}
     * @param otherwise an action
     * @param unknownFrom numbers from here on are calls that the author of the rules did not know; they answer ENOSYS rather than
     *     {@code otherwise}, so that C libraries fall back to older calls; Integer.MAX_VALUE for none
     */
    public record Section(Abi abi, NavigableMap<Integer, Rule> rules, int otherwise, int unknownFrom) {
        public Section {
            rules = new TreeMap<>(rules);
        }
    }

    /** Cases are tried in order; none holds: {@code otherwise}. */
    public record Rule(List<Case> cases, int otherwise) {
        public Rule {
            cases = List.copyOf(cases);
        }

        public static Rule always(int action) {
            return new Rule(List.of(), action);
        }
    }

    /** All conditions hold. */
    public record Case(List<Condition> conditions, int action) {
        public Case {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * @param argument 0 to 5
     * @param mask ANDed to the argument before an {@code EQ}; -1 for none
     */
    public record Condition(int argument, Op op, long value, long mask) {

        public Condition {
            if (argument < 0 || argument > 5) {
                throw new IllegalArgumentException("a system call has no argument " + argument);
            }
        }

        public Condition(int argument, Op op, long value) {
            this(argument, op, value, -1);
        }
    }

    /** Unsigned, 64 bits. */
    public enum Op {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE
    }

    public ClassicProgram assemble() {
        return new SeccompAssembler().assemble(this);
    }
}

package dev.sampan.linux.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.linux.bpf.SeccompFilter.Case;
import dev.sampan.linux.bpf.SeccompFilter.Condition;
import dev.sampan.linux.bpf.SeccompFilter.Op;
import dev.sampan.linux.bpf.SeccompFilter.Rule;
import dev.sampan.linux.bpf.SeccompFilter.Section;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SeccompFilterTest {

    private static final int REFUSED = SeccompAction.errno(1);
    private static final int ENOSYS = SeccompAction.errno(38);
    private static final String SMALL = """
               0: ld [4]
               1: jeq 0xc00000b7 ? 2 : 18
               2: ld [0]
               3: jge 0x3 ? 5 : 4
               4: jge 0x1 ? 7 : 8
               5: jge 0x5 ? 6 : 8
               6: jge 0x6 ? 9 : 10
               7: ret ALLOW
               8: ret ERRNO(1)
               9: ret ERRNO(38)
              10: ld [20]
              11: and 0x0
              12: jeq 0x0 ? 13 : 17
              13: ld [16]
              14: and 0xff
              15: jeq 0x7 ? 16 : 17
              16: ret ALLOW
              17: ret ERRNO(1)
              18: ret KILL_PROCESS
            """;

    private static SeccompFilter x86(Rule rule, int number) {
        var rules = new TreeMap<Integer, Rule>();
        rules.put(number, rule);
        return new SeccompFilter(List.of(new Section(Abi.X86_64, rules, REFUSED, Integer.MAX_VALUE)));
    }

    private static int run(SeccompFilter filter, Abi abi, int number, long... arguments) {
        return SeccompMachine.run(filter.assemble(), abi.audit(), number, arguments);
    }

    @Test
    void aSmallFilterIsThisProgram() {
        var rules = new TreeMap<Integer, Rule>();
        rules.put(1, Rule.always(SeccompAction.ALLOW));
        rules.put(2, Rule.always(SeccompAction.ALLOW));
        rules.put(
                5,
                new Rule(
                        List.of(new Case(List.of(new Condition(0, Op.EQ, 7, 0xff)), SeccompAction.ALLOW)),
                        SeccompAction.errno(1)));
        var program = new SeccompFilter(List.of(new Section(Abi.AARCH64, rules, REFUSED, 6))).assemble();
        assertThat(program.listing()).isEqualTo(SMALL);
        assertThat(ClassicProgram.of(program.bytes())).isEqualTo(program);
    }

    @Test
    void eachComparisonLooksAtAll64Bits() {
        long[] edges = {0, 1, 5, 0x7fffffffL, 0x80000000L, 0xffffffffL, 0x100000000L, 0x100000005L, -1, Long.MIN_VALUE};
        for (var op : Op.values()) {
            for (long limit : edges) {
                var filter = x86(
                        new Rule(List.of(new Case(List.of(new Condition(3, op, limit)), SeccompAction.ALLOW)), REFUSED),
                        9);
                for (long value : edges) {
                    int compared = Long.compareUnsigned(value, limit);
                    boolean holds =
                            switch (op) {
                                case EQ -> compared == 0;
                                case NE -> compared != 0;
                                case GT -> compared > 0;
                                case GE -> compared >= 0;
                                case LT -> compared < 0;
                                case LE -> compared <= 0;
                            };
                    assertThat(run(filter, Abi.X86_64, 9, 0, 0, 0, value))
                            .as("%x %s %x", value, op, limit)
                            .isEqualTo(holds ? SeccompAction.ALLOW : REFUSED);
                }
            }
        }
    }

    @Test
    void aMaskIsAppliedToBothHalves() {
        var filter = x86(
                new Rule(
                        List.of(new Case(
                                List.of(new Condition(0, Op.EQ, 0x200000001L, 0xf0000000fL)), SeccompAction.ALLOW)),
                        REFUSED),
                9);
        assertThat(run(filter, Abi.X86_64, 9, 0x12_ffff_fff1L)).isEqualTo(SeccompAction.ALLOW);
        assertThat(run(filter, Abi.X86_64, 9, 0x13_ffff_fff1L)).isEqualTo(REFUSED);
    }

    @Test
    void allConditionsOfACaseAndOneOfTheCases() {
        var filter = x86(
                new Rule(
                        List.of(
                                new Case(
                                        List.of(new Condition(0, Op.EQ, 1), new Condition(1, Op.EQ, 2)),
                                        SeccompAction.ALLOW),
                                new Case(List.of(new Condition(2, Op.EQ, 3)), SeccompAction.LOG)),
                        REFUSED),
                9);
        assertThat(run(filter, Abi.X86_64, 9, 1, 2, 3)).isEqualTo(SeccompAction.ALLOW);
        assertThat(run(filter, Abi.X86_64, 9, 1, 0, 3)).isEqualTo(SeccompAction.LOG);
        assertThat(run(filter, Abi.X86_64, 9, 1, 0, 0)).isEqualTo(REFUSED);
    }

    /** The same numbers mean other calls there, so nothing of a filter may hold for them. */
    @Test
    void anotherAbiEndsTheProcess() {
        var filter = x86(Rule.always(SeccompAction.ALLOW), 9);
        assertThat(run(filter, Abi.I386, 9)).isEqualTo(SeccompAction.KILL_PROCESS);
        assertThat(run(filter, Abi.X86_64, 9 | Abi.X32_BIT)).isEqualTo(SeccompAction.KILL_PROCESS);
        assertThat(run(filter, Abi.X86_64, -1)).isEqualTo(SeccompAction.KILL_PROCESS);
    }

    @Test
    void callsThatTheRulesDoNotKnowAreNotImplemented() {
        var rules = new TreeMap<Integer, Rule>();
        rules.put(9, Rule.always(SeccompAction.ALLOW));
        var filter = new SeccompFilter(
                List.of(new Section(Abi.X86_64, rules, REFUSED, 10), new Section(Abi.X32, rules, REFUSED, 10)));
        assertThat(run(filter, Abi.X86_64, 8)).isEqualTo(REFUSED);
        assertThat(run(filter, Abi.X86_64, 10)).isEqualTo(ENOSYS);
        assertThat(run(filter, Abi.X86_64, 10 | Abi.X32_BIT)).isEqualTo(ENOSYS);
        assertThat(run(filter, Abi.X86_64, 9 | Abi.X32_BIT)).isEqualTo(SeccompAction.ALLOW);
    }

    /** Far more rules than a conditional jump reaches: the long ones go over others. */
    @Test
    void aLargeFilterDecidesAsItsRulesSay() {
        var random = new Random(1);
        var rules = new TreeMap<Integer, Rule>();
        for (int number = 0; number < 800; number++) {
            if (random.nextInt(3) > 0) {
                rules.put(
                        number,
                        random.nextInt(4) > 0
                                ? Rule.always(SeccompAction.errno(number))
                                : new Rule(
                                        List.of(new Case(
                                                List.of(new Condition(0, Op.EQ, number)), SeccompAction.ALLOW)),
                                        SeccompAction.errno(number)));
            }
        }
        var program = new SeccompFilter(List.of(new Section(Abi.X86_64, rules, SeccompAction.LOG, 800))).assemble();
        assertThat(program.instructions().size()).isGreaterThan(1000);
        for (int number = 0; number < 810; number++) {
            int expected = number >= 800
                    ? ENOSYS
                    : rules.containsKey(number) ? SeccompAction.errno(number) : SeccompAction.LOG;
            assertThat(SeccompMachine.run(program, Abi.X86_64.audit(), number, -1L))
                    .isEqualTo(expected);
            if (rules.containsKey(number) && !rules.get(number).cases().isEmpty()) {
                assertThat(SeccompMachine.run(program, Abi.X86_64.audit(), number, number))
                        .isEqualTo(SeccompAction.ALLOW);
            }
        }
    }

    @Test
    void aFilterThatTheKernelWouldNotTakeIsRefused() {
        var rules = new TreeMap<Integer, Rule>();
        for (int number = 0; number < 4000; number++) {
            rules.put(number, Rule.always(SeccompAction.errno(number)));
        }
        var filter = new SeccompFilter(List.of(new Section(Abi.X86_64, rules, REFUSED, 4000)));
        assertThatThrownBy(filter::assemble).hasMessageContaining("4096");
    }

    @Test
    void numbersAreThoseOfTheKernel() {
        assertThat(Abi.X86_64.number("openat2")).hasValue(437);
        assertThat(Abi.AARCH64.number("openat")).hasValue(56);
        assertThat(Abi.AARCH64.number("open")).isEmpty();
        assertThat(Abi.I386.number("socketcall")).hasValue(102);
        assertThat(Abi.ARM.number("set_tls")).hasValue(0xf0005);
        for (var call : dev.sampan.linux.syscall.Sys.values()) {
            for (var arch : dev.sampan.linux.arch.Arch.values()) {
                assertThat(Abi.of(arch).getFirst().number(call.call()))
                        .as("%s on %s", call, arch)
                        .hasValue(call.number(arch));
            }
        }
    }
}

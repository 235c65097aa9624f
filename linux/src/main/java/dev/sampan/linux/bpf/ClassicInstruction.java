package dev.sampan.linux.bpf;

/**
 * struct sock_filter of linux/filter.h, 8 bytes.
 *
 * @param code operation, 16 bits
 * @param jt instructions to skip when the condition holds, 8 bits
 * @param jf likewise when it does not
 * @param k operand
 */
public record ClassicInstruction(int code, int jt, int jf, int k) {

    public static final int SIZE = 8;

    static final int LD_W_ABS = 0x20;
    static final int JA = 0x05;
    static final int JEQ = 0x15;
    static final int JGT = 0x25;
    static final int JGE = 0x35;
    static final int AND = 0x54;
    static final int RET = 0x06;

    /** One line of a listing; {@code at} is this instruction's index, which jumps count from. */
    String text(int at) {
        var operand = "0x" + Integer.toHexString(k);
        return switch (code) {
            case LD_W_ABS -> "ld [" + k + "]";
            case JA -> "ja " + (at + 1 + k);
            case JEQ -> conditional("jeq ", operand, at);
            case JGT -> conditional("jgt ", operand, at);
            case JGE -> conditional("jge ", operand, at);
            case AND -> "and " + operand;
            case RET -> "ret " + SeccompAction.text(k);
            default -> "code 0x%x %d %d %s".formatted(code, jt, jf, operand);
        };
    }

    private String conditional(String name, String operand, int at) {
        return name + operand + " ? " + (at + 1 + jt) + " : " + (at + 1 + jf);
    }
}

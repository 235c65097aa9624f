package dev.sampan.linux.bpf;

/**
 * struct bpf_insn of linux/bpf.h, 8 bytes; of its instructions those that a device filter needs.
 *
 * @param code operation, 8 bits
 * @param destination register
 * @param source register
 * @param offset instructions to jump over, or bytes into memory
 * @param immediate operand
 */
public record ExtendedInstruction(int code, int destination, int source, int offset, int immediate) {

    public static final int SIZE = 8;

    static final int LDX_W = 0x61;
    static final int AND32_IMMEDIATE = 0x54;
    static final int RSH32_IMMEDIATE = 0x74;
    static final int MOV32_REGISTER = 0xbc;
    static final int MOV64_IMMEDIATE = 0xb7;
    static final int JEQ_IMMEDIATE = 0x15;
    static final int JNE_IMMEDIATE = 0x55;
    static final int EXIT = 0x95;

    String text(int at) {
        return switch (code) {
            case LDX_W -> "r%d = *(u32 *)(r%d + %d)".formatted(destination, source, offset);
            case AND32_IMMEDIATE -> "w%d &= 0x%x".formatted(destination, immediate);
            case RSH32_IMMEDIATE -> "w%d >>= %d".formatted(destination, immediate);
            case MOV32_REGISTER -> "w%d = w%d".formatted(destination, source);
            case MOV64_IMMEDIATE -> "r%d = %d".formatted(destination, immediate);
            case JEQ_IMMEDIATE -> "if r%d == %d goto %d".formatted(destination, immediate, at + 1 + offset);
            case JNE_IMMEDIATE -> "if r%d != %d goto %d".formatted(destination, immediate, at + 1 + offset);
            case EXIT -> "exit";
            default -> "code 0x%x".formatted(code);
        };
    }
}

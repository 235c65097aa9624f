package dev.sampan.linux.syscall;

import dev.sampan.linux.CCompiler;
import dev.sampan.linux.arch.Arch;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The machine's own headers are the authority for numbers. */
class SysTest {
    @ParameterizedTest
    @EnumSource(Arch.class)
    void numbersAreThoseOfTheHeaders(Arch arch) {
        var source = Arrays.stream(Sys.values())
                .map(sys -> "_Static_assert(__NR_%1$s == %2$d, \"%1$s\");".formatted(sys.call(), sys.number(arch)))
                .collect(Collectors.joining("\n", "#include <asm/unistd.h>\n", ""));
        CCompiler.of(arch).check(source);
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void openFlagsAreThoseOfTheHeaders(Arch arch) {
        var names = new String[] {"O_DIRECTORY", "O_NOFOLLOW", "O_DIRECT", "O_LARGEFILE", "O_CLOEXEC", "O_PATH"};
        var values = new long[] {0x10000, 0x20000, 0x4000, 0x8000, 0x80000, 0x200000};
        var source = new StringBuilder("#define _GNU_SOURCE\n#include <asm/fcntl.h>\n");
        for (int i = 0; i < names.length; i++) {
            source.append(
                    "_Static_assert(%s == %d, \"%s\");%n".formatted(names[i], arch.openFlags(values[i]), names[i]));
        }
        CCompiler.of(arch).check(source.toString());
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void errorNumbersAreThoseOfTheHeaders(Arch arch) {
        var source = Arrays.stream(Errno.values())
                .filter(errno -> errno != Errno.UNKNOWN)
                .map(errno -> "_Static_assert(%1$s == %2$d, \"%1$s\");".formatted(errno, errno.number()))
                .collect(Collectors.joining("\n", "#include <asm/errno.h>\n", ""));
        CCompiler.of(arch).check(source);
    }
}

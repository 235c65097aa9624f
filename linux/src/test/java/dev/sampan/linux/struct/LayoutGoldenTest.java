package dev.sampan.linux.struct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.linux.CCompiler;
import dev.sampan.linux.arch.Arch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every offset of every struct, per architecture, against a golden file and against the C compiler. */
class LayoutGoldenTest {
    /** A struct, its C type, and the header that defines it. */
    private record Known(Layout layout, String type, String header) {}

    private static Stream<Known> known(Arch arch) {
        return Stream.of(
                new Known(OpenHow.LAYOUT, "struct open_how", "linux/openat2.h"),
                new Known(MountAttr.LAYOUT, "struct mount_attr", "linux/mount.h"),
                new Known(CloneArgs.LAYOUT, "struct clone_args", "linux/sched.h"),
                new Known(Stat.LAYOUT, "struct statx", "linux/stat.h"),
                new Known(StatFs.LAYOUT, "struct statfs", "asm/statfs.h"),
                new Known(SigInfo.LAYOUT, "siginfo_t", "asm/siginfo.h"),
                new Known(NetlinkAddress.LAYOUT, "struct sockaddr_nl", "linux/netlink.h"),
                new Known(EpollEvent.layout(arch), "struct epoll_event", "linux/eventpoll.h"),
                new Known(CapabilityData.HEADER, "struct __user_cap_header_struct", "linux/capability.h"));
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void offsetsAreThoseOfTheGoldenFile(Arch arch) throws IOException {
        var text = known(arch).flatMap(LayoutGoldenTest::lines).collect(Collectors.joining("\n", "", "\n"));
        var name = "offsets-" + arch.kernelName() + ".txt";
        try (var golden = LayoutGoldenTest.class.getResourceAsStream(name)) {
            assertThat(golden).as(name).isNotNull();
            assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Stream<String> lines(Known struct) {
        var fields = Stream.<String>builder();
        fields.add(struct.layout().name() + " " + struct.layout().size());
        for (var field : struct.layout().fields()) {
            fields.add("    " + field.name() + " " + field.offset() + " " + field.size());
        }
        return fields.build();
    }

    @ParameterizedTest
    @EnumSource(Arch.class)
    void offsetsAreThoseOfTheCCompiler(Arch arch) {
        var structs = known(arch).toList();
        var source = structs.stream()
                .map(Known::header)
                .map("#include <%s>\n"::formatted)
                .collect(Collectors.joining("", "#include <linux/types.h>\n#include <stddef.h>\n", ""));
        CCompiler.of(arch).check(source + asserts(structs));
    }

    private static String asserts(List<Known> structs) {
        var text = new StringBuilder();
        for (var struct : structs) {
            text.append("_Static_assert(sizeof(%1$s) == %2$d, \"size of %1$s\");%n"
                    .formatted(struct.type(), struct.layout().size()));
            for (var field : struct.layout().fields()) {
                if (field.space()) continue;
                text.append("_Static_assert(offsetof(%1$s, %2$s) == %3$d, \"%1$s.%2$s\");%n"
                        .formatted(struct.type(), field.name(), field.offset()));
            }
        }
        return text.toString();
    }
}

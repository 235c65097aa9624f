package dev.sampan.engine.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampan.engine.error.EngineException.InvalidRequest;
import dev.sampan.engine.oci.Process.User;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 7: USER is parsed strictly (CVE-2024-40635). */
class UserSpecTest {

    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/sh
            nobody:x:65534:65534:nobody:/:/bin/false
            app:x:1000:1001:App:/home/app:/bin/sh
            1234:x:77:77:named like a number:/evil:/bin/sh
            4294967296:x:0:0:named like a number out of range:/evil:/bin/sh
            huge:x:4294967296:0:wraps to 0:/evil:/bin/sh
            hugegroup:x:50:4294967296:wraps to 0:/evil:/bin/sh
            broken:x::0::/evil:/bin/sh
            short
            """;
    private static final String GROUP = """
            root:x:0:
            users:x:100:app,nobody
            audio:x:29:app
            55:x:56:
            hugegroup:x:4294967296:
            wraps:x:4294967296:member
            """;

    private static UserSpec.Resolved resolve(String spec, String... groupAdd) {
        return UserSpec.resolve(spec, PASSWD.getBytes(UTF_8), GROUP.getBytes(UTF_8), List.of(groupAdd));
    }

    @Test
    void theFormsThatDockerTakes() {
        assertThat(resolve("").user()).isEqualTo(new User(0, 0, List.of(0L)));
        assertThat(resolve("app").user()).isEqualTo(new User(1000, 1001, List.of(1001L, 100L, 29L)));
        assertThat(resolve("1000").user()).isEqualTo(new User(1000, 1001, List.of(1001L, 100L, 29L)));
        assertThat(resolve("1000").home()).isEqualTo("/home/app");
        assertThat(resolve("app:root").user()).isEqualTo(new User(1000, 0, List.of(0L)));
        assertThat(resolve("5:6").user()).isEqualTo(new User(5, 6, List.of(6L)));
        assertThat(resolve("5").user()).isEqualTo(new User(5, 0, List.of(0L)));
        assertThat(resolve("5").home()).isEqualTo("/");
        assertThat(resolve(":users").user()).isEqualTo(new User(0, 100, List.of(100L)));
        assertThat(resolve("5:6", "users", "7").user()).isEqualTo(new User(5, 6, List.of(6L, 100L, 7L)));
    }

    @Test
    void invariant7_cve_2024_40635_aNumberIsANumberEvenWhereANameLooksLikeIt() {
        assertThat(resolve("1234").user().uid()).isEqualTo(1234);
        assertThat(resolve("0:55").user().gid()).isEqualTo(55);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4294967296",
                "2147483648",
                "-1",
                "99999999999",
                "18446744073709551616",
                "0:4294967296",
                "0:-1",
                "00000000004294967296",
                "huge",
                "hugegroup",
                "0:hugegroup",
                "+4294967296"
            })
    void invariant7_cve_2024_40635_outOfRangeIsAnErrorAndNeverRoot(String spec) {
        assertThatThrownBy(() -> resolve(spec))
                .isInstanceOf(InvalidRequest.class)
                .hasMessage("uids and gids must be in range 0-2147483647");
    }

    @Test
    void invariant7_groupsToAddAreStrictToo() {
        assertThatThrownBy(() -> resolve("0", "4294967296")).hasMessage("uids and gids must be in range 0-2147483647");
        assertThatThrownBy(() -> resolve("0", "nosuch"))
                .hasMessage("unable to find group nosuch: no matching entries in group file");
    }

    @ParameterizedTest
    @CsvSource({"nosuch,nosuch", "a:b:c,a", "broken,broken", "short,short", "' 0',' 0'", "0x0,0x0", "1e3,1e3", "--1,--1"
    })
    void whatIsNeitherANumberNorAnEntryIsNotFound(String spec, String told) {
        assertThatThrownBy(() -> resolve(spec))
                .hasMessage("unable to find user " + told + ": no matching entries in passwd file");
    }

    @Test
    void aContainerWithoutFilesKnowsNumbersOnly() {
        assertThat(UserSpec.resolve("", new byte[0], new byte[0], List.of()).user())
                .isEqualTo(new User(0, 0, List.of(0L)));
        assertThatThrownBy(() -> UserSpec.resolve("root", new byte[0], new byte[0], List.of()))
                .hasMessageStartingWith("unable to find user root");
    }
}

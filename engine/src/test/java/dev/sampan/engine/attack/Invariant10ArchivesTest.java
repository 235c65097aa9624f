package dev.sampan.engine.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampan.engine.error.EngineException;
import dev.sampan.engine.testing.TarBuilder;
import dev.sampan.testkit.NeedsRoot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives stay in their directory. Each test names the CVE that it is made after. */
@NeedsRoot
@Timeout(120)
class Invariant10ArchivesTest {

    @RegisterExtension
    static final Victim victim = new Victim();

    /** What an entry is named, what it is, and where a link leads; HOST is the host's directory. */
    @ParameterizedTest
    @CsvSource({
        "../../../../../../../../../../HOST/evil, file",
        "/../../../../../../../../../../HOST/evil, file",
        "bin/../../../../../../../../../../../HOST/evil, file",
        "link/evil, file below a link",
        "link/deep/evil, file below a link",
        "link/secret, file below a link",
        "link/secret, hard link onto a link",
        "link/.wh.secret, file below a link",
        "link/.wh..wh..opq, file below a link",
        "../../../../../../../../../../HOST/.wh.secret, file",
        "hard, hard link to the host",
        ".wh.../../../../../../../HOST/secret, file"
    })
    void invariant10_entriesOfAnImportStayInTheirDirectory(String name, String kind) throws IOException {
        var host = victim.host.toString().substring(1);
        var entry = name.replace("HOST", host);
        var tar = Victim.tar().symlink("link", "/../../../../../../../../" + host);
        switch (kind) {
            case "hard link to the host" -> tar.hardLink(entry, "../../../../../../../../../../" + host + "/secret");
            case "hard link onto a link" -> tar.hardLink("bin/copy", entry);
            default -> tar.file(entry, "evil");
        }
        try {
            victim.image(tar);
            var outcome = victim.run("cat /hard /bin/copy /link/secret 2>/dev/null; echo ran");
            assertThat(outcome.out()).doesNotContain(Victim.SECRET);
        } catch (EngineException refused) {
            assertThat(victim.engine.images().count()).isZero();
        }
    }

    /** Nodes are kept, as Docker does; what they reach is decided by the device group. */
    @Test
    void invariant10_deviceNodesOfAnImageDoNotOpen() throws IOException {
        victim.image(
                Victim.tar().device("mem", '3', 1, 1).device("kmsg", '3', 1, 11).device("disk", '4', 254, 0));
        var outcome =
                victim.run("for f in /mem /kmsg /disk; do [ -e $f ] && head -c1 $f >/dev/null 2>&1 && echo open; done"
                        + "; echo end");
        assertThat(outcome.out()).isEqualTo("end\n");
    }

    /** A docker-archive whose parts are links to the host's files, or lie outside. */
    @ParameterizedTest
    @ValueSource(strings = {"link", "dots", "absolute", "config"})
    void invariant10_cve_2025_47290_loadReadsOnlyWhatIsInTheArchive(String how) throws IOException {
        var secret = victim.host.resolve("secret").toString();
        var named =
                switch (how) {
                    case "dots" -> "../../../../../../../.." + secret;
                    case "absolute" -> secret;
                    default -> "layer.tar";
                };
        var archive = new TarBuilder();
        if (how.equals("config")) {
            archive.symlink("config.json", secret);
        } else {
            archive.file(
                    "config.json",
                    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                            + "0".repeat(64) + "\"]}}");
        }
        archive.symlink("layer.tar", secret)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"config.json\",\"RepoTags\":[\"evil:1\"],\"Layers\":[" + Victim.quoted(named)
                                + "]}]");
        try {
            victim.engine.images().load(archive.stream(), List.of());
        } catch (EngineException refused) {
            assertThat(refused.getMessage()).doesNotContain(Victim.SECRET);
        }
        assertThat(victim.engine.images().count()).isZero();
    }
}

package dev.sampan.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the documents true: a class, method or file that they name in backticks exists.
 *
 * <p>{@code `Start`} and {@code `Start.run`} are a class and its method, {@code `checks/kill`} a file of the project. Words that
 * look like classes but are the kernel's or Docker's are written without backticks.
 */
class DocumentsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> DOCUMENTS = List.of(
            "docs/DESIGN.md",
            "docs/WALKTHROUGH.md",
            "docs/FEATURES.md",
            "docs/KERNEL.md",
            "docs/SEEN-RED.md",
            "CONTRIBUTING.md");
    private static final Pattern CLASS =
            Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([a-z][A-Za-z0-9_]*))?(?:\\(\\))?`");
    private static final Pattern FILE = Pattern.compile(
            "`((?:checks|bench|docs|linux|engine|api|http|docker|server|client|cli|training|testkit|acceptance)/[^` ]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private final Map<String, List<Path>> sources = sources();

    @Test
    void everyNamedClassAndMethodExists() throws IOException {
        var gone = new TreeSet<String>();
        for (String document : DOCUMENTS) {
            for (MatchResult name : find(CLASS, document)) {
                List<Path> files = sources.getOrDefault(name.group(1), List.of());
                if (files.isEmpty()
                        || name.group(2) != null && files.stream().noneMatch(f -> declares(f, name.group(2)))) {
                    gone.add(document + ": " + name.group());
                }
            }
        }
        assertThat(gone).as("names in the documents that no source file has").isEmpty();
    }

    @Test
    void everyNamedFileAndLinkExists() throws IOException {
        var gone = new TreeSet<String>();
        for (String document : Stream.concat(DOCUMENTS.stream(), Stream.of("README.md", "docs/adr/README.md"))
                .toList()) {
            for (MatchResult file : find(FILE, document)) {
                if (!Files.exists(ROOT.resolve(file.group(1)))) {
                    gone.add(document + ": " + file.group(1));
                }
            }
            for (MatchResult link : find(LINK, document)) {
                if (!Files.exists(ROOT.resolve(document).resolveSibling(link.group(1)))) {
                    gone.add(document + " links to " + link.group(1));
                }
            }
        }
        assertThat(gone)
                .as("files that the documents name and that are not there")
                .isEmpty();
    }

    @Test
    void theFeatureTableNamesClassesInEveryRow() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/FEATURES.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| verb") && !line.startsWith("|--"))
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(30)
                .allSatisfy(row ->
                        assertThat(CLASS.matcher(row).results().count()).as(row).isGreaterThanOrEqualTo(2));
    }

    @Test
    void everyTestThatWasSeenRedIsATest() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/SEEN-RED.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        var gone = new TreeSet<String>();
        for (String row : rows) {
            String tests = row.split(" \\| ", 2)[0];
            for (MatchResult name : CLASS.matcher(tests).results().toList()) {
                if (testsNamed(name.group(1)).noneMatch(f -> name.group(2) == null || hasTest(f, name.group(2)))) {
                    gone.add(name.group());
                }
            }
        }
        assertThat(gone).as("tests in docs/SEEN-RED.md that are not there").isEmpty();
        assertThat(rows)
                .hasSizeGreaterThan(200)
                .allSatisfy(row -> assertThat(row).containsPattern("^\\| (" + CLASS + "|`checks/)"));
    }

    @Test
    void everyClassOfAttacksWasSeenRed() throws IOException {
        String seenRed = Files.readString(ROOT.resolve("docs/SEEN-RED.md"));
        List<String> attacks = sources.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("Test")
                        && entry.getValue().stream().anyMatch(DocumentsTest::isAttack))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(attacks)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(seenRed).containsPattern("`" + name + "[`.]"));
    }

    @Test
    void decisionsAreNumberedWithoutAGapUnderTheSameHeadings() throws IOException {
        String index = Files.readString(ROOT.resolve("docs/adr/README.md"));
        List<Path> pages;
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/adr"))) {
            pages = files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
        for (int number = 1; number <= pages.size(); number++) {
            Path page = pages.get(number - 1);
            List<String> headings = Files.readAllLines(page).stream()
                    .filter(line -> line.startsWith("#"))
                    .toList();
            assertThat(page.getFileName().toString()).startsWith("%04d-".formatted(number));
            assertThat(headings.getFirst()).startsWith("# ADR " + number + ": ");
            assertThat(headings.subList(1, headings.size()))
                    .as(page.toString())
                    .containsExactly("## Context", "## Decision", "## Rejected", "## Evidence", "## Consequences");
            assertThat(index)
                    .contains("| [" + number + "](" + page.getFileName() + ") | "
                            + headings.getFirst().replaceFirst("# ADR \\d+: ", "") + " |");
        }
    }

    @Test
    void eachOfTheTypicalChangesNamesAPlace() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("CONTRIBUTING.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| change"))
                .toList();
        assertThat(rows).hasSize(12).allSatisfy(row -> assertThat(row).containsPattern(FILE));
    }

    private Stream<Path> testsNamed(String name) {
        return sources.getOrDefault(name, List.of()).stream()
                .filter(file -> file.toString().contains("/src/test/"));
    }

    private static boolean hasTest(Path source, String method) {
        return contains(source, "\\bvoid " + method + "\\(");
    }

    private static boolean isAttack(Path source) {
        return source.getParent().endsWith("attack")
                || source.getFileName().toString().startsWith("Invariant");
    }

    private static List<MatchResult> find(Pattern pattern, String document) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .toList();
    }

    private static boolean declares(Path source, String member) {
        return contains(source, "\\b" + member + "\\b");
    }

    private static boolean contains(Path source, String pattern) {
        try {
            return Pattern.compile(pattern).matcher(Files.readString(source)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<Path>> sources() {
        try (Stream<Path> files = Files.walk(ROOT, 20)) {
            return files.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/target/"))
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", ""),
                            TreeMap::new,
                            Collectors.toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

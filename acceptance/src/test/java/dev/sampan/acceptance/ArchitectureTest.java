package dev.sampan.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Executes DESIGN section 1: which module and layer may use which, and how packages and classes are named. */
class ArchitectureTest {

    private static final List<String> MODULES =
            List.of("linux", "api", "engine", "http", "docker", "server", "client", "cli");
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(m -> ROOT.resolve(m).resolve("target/classes"))
                    .toList());

    @Test
    void everyModuleIsLookedAt() {
        for (String module : MODULES) {
            assertThat(CLASSES.stream().filter(c -> c.getPackageName().startsWith("dev.sampan." + module)))
                    .as("classes of " + module)
                    .isNotEmpty();
        }
    }

    @Test
    void linuxDependsOnNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.sampan.linux..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.sampan.linux..", "java..")
                .check(CLASSES);
    }

    @Test
    void onlyLinuxCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sampan.linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .because("who needs kernel memory outside linux has found a missing syscall wrapper")
                .check(CLASSES);
    }

    /** Names, locales and libraries of a container would be loaded by whoever entered it (CVE-2019-14271). */
    @Test
    void invariant2_noThreadEntersANamespaceOrARoot() {
        noClasses()
                .that()
                .doNotHaveSimpleName(
                        "DetachedOverlay") // a thread with a copy of the host's mounts, none of a container
                .should(call("dev.sampan.linux.syscall.Namespaces", "setns", "unshare"))
                .because("only a launch plan, executed by the interpreter, enters anything")
                .check(CLASSES);
    }

    @Test
    void invariant2_theEngineRunsNoProgramAndLoadsNoLibrary() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.sampan.linux..",
                        "dev.sampan.engine..",
                        "dev.sampan.http..",
                        "dev.sampan.docker..",
                        "dev.sampan.server..")
                .and()
                .doNotHaveSimpleName("Top") // the host's ps, which reads the host's /proc
                .and()
                .doNotHaveSimpleName("AppArmor") // the host's apparmor_parser, on a profile of ours
                .should(call("java.lang.ProcessBuilder", "start", "startPipeline"))
                .orShould(call("java.lang.Runtime", "exec", "load", "loadLibrary"))
                .orShould(call("java.lang.System", "load", "loadLibrary"))
                .orShould(call("java.lang.foreign.SymbolLookup", "libraryLookup"))
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> call(String owner, String... methods) {
        return new ArchCondition<>("call " + owner + "." + String.join(", ", methods)) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().getFullName().equals(owner)
                                && List.of(methods).contains(call.getName()))
                        .forEach(call -> events.add(SimpleConditionEvent.satisfied(call, call.getDescription())));
            }
        };
    }

    @Test
    void httpKnowsNoDocker() {
        classes()
                .that()
                .resideInAPackage("dev.sampan.http..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.sampan.http..", "java..", "javax.net.ssl..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void dockersRoutesKnowNoSocketAndNoDaemon() {
        noClasses()
                .that()
                .resideInAPackage("dev.sampan.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.sampan.server..", "dev.sampan.cli..", "java.net..", "java.nio.channels..")
                .check(CLASSES);
    }

    @Test
    void theClientUsesTheJdkAndATokenizer() {
        classes()
                .that()
                .resideInAPackage("dev.sampan.client..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.sampan.client..", "java..", "tools.jackson.core..", "org.jspecify..")
                .because("every command loads it: databind alone costs 50 ms (ADR 2)")
                .check(CLASSES);
    }

    @Test
    void apiIsWireRecordsAlone() {
        classes()
                .that()
                .resideInAPackage("dev.sampan.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sampan.api..",
                        "java..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void theCommandLineSpeaksToTheEngineOnlyThroughTheApi() {
        noClasses()
                .that()
                .resideInAPackage("dev.sampan.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sampan.linux..",
                        "dev.sampan.engine..",
                        "dev.sampan.http..",
                        "dev.sampan.docker..",
                        "dev.sampan.server..")
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNoHttpAndNoCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("dev.sampan.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.sampan.http..",
                        "dev.sampan.docker..",
                        "dev.sampan.server..",
                        "dev.sampan.client..",
                        "dev.sampan.cli..",
                        "org.eclipse.jetty..",
                        "picocli..")
                .check(CLASSES);
    }

    @Test
    void mechanismsNeverSeeDockersRecords() {
        classes()
                .that(areInTheEngineBelow(5))
                .should(notDependOnRecordsOfDockers())
                .because("a mechanism never sees a Container")
                .check(CLASSES);
    }

    /** They are to move into the module docker, one after the other: nobody is added here, and who has left is taken out. */
    private static final List<String> STILL_SPEAK_DOCKER = List.of(
            "container.Containers",
            "container.Create",
            "container.Links",
            "container.MergeImage",
            "container.NetworkSetup",
            "container.Networking",
            "container.Update",
            "container.check.CheckConfig",
            "container.check.CheckEndpoint",
            "container.check.CheckHostConfig",
            "container.check.CheckNamespaces",
            "container.check.CheckResources",
            "container.mount.CheckAtStart",
            "container.mount.CheckMounts",
            "container.mount.ResolveMounts",
            "container.mount.TmpfsWords",
            "container.spec.DockerSpec",
            "container.state.ContainerFile");

    @Test
    void noFurtherPartOfTheEngineSpeaksDocker() {
        var speakers = new TreeSet<String>();
        CLASSES.stream()
                .filter(c -> Layers.inEngine(c.getPackageName()))
                .filter(c -> c.getDirectDependenciesFromSelf().stream().anyMatch(ArchitectureTest::isOfDockers))
                .forEach(c -> speakers.add(
                        c.getFullName().substring("dev.sampan.engine.".length()).replaceAll("\\$.*", "")));
        assertThat(speakers).containsExactlyInAnyOrderElementsOf(STILL_SPEAK_DOCKER);
    }

    @Test
    void enginePackagesUseLowerLayersAndNeverTheirNeighbours() {
        classes()
                .that(areInTheEngineBelow(Layers.COMPOSITION_ROOT))
                .should(dependDownwardsOnly())
                .check(CLASSES);
    }

    @Test
    void partsHaveNoCycles() {
        for (String root : List.of(
                "dev.sampan.linux",
                "dev.sampan.engine",
                "dev.sampan.http",
                "dev.sampan.docker",
                "dev.sampan.server",
                "dev.sampan.client",
                "dev.sampan.cli")) {
            slices().matching(root + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void whatContainersAreMadeOfKnowsNoUseCase() {
        String container = "dev.sampan.engine.container";
        noClasses()
                .that()
                .resideInAPackage(container + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(container)
                .check(CLASSES);
        slices().matching(container + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageIsARoomForLeftovers() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..misc..", "..helper..")
                .check(CLASSES);
    }

    @Test
    void noNameSaysManagerHelperUtilImplOrAbstract() {
        noClasses()
                .should()
                .haveNameMatching("dev\\.sampan\\..*\\.([A-Za-z]*(Manager|Helper|Utils?|Impl)|Abstract[A-Za-z]+)")
                .check(CLASSES);
    }

    @Test
    void everyPackageTellsWhatItIsFor() throws IOException {
        var silent = new TreeSet<String>();
        for (String module :
                List.of("testkit", "linux", "api", "engine", "http", "docker", "server", "client", "cli", "training")) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                sources.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> !speaks(folder.resolve("package-info.java")))
                        .forEach(folder -> silent.add(ROOT.relativize(folder).toString()));
            }
        }
        assertThat(silent)
                .as("packages without three lines of prose in a package-info")
                .isEmpty();
    }

    private static boolean speaks(Path packageInfo) {
        try {
            return Files.exists(packageInfo)
                    && Files.readAllLines(packageInfo).stream()
                                    .filter(l -> l.startsWith(" *"))
                                    .count()
                            >= 3;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> areInTheEngineBelow(int layer) {
        return DescribedPredicate.describe(
                "are in the engine below layer " + layer,
                c -> Layers.inEngine(c.getPackageName()) && Layers.of(Layers.part(c.getPackageName())) < layer);
    }

    private static ArchCondition<JavaClass> dependDownwardsOnly() {
        return new ArchCondition<>("use lower layers only") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                String part = Layers.part(from.getPackageName());
                for (Dependency use : from.getDirectDependenciesFromSelf()) {
                    String target = use.getTargetClass().getBaseComponentType().getPackageName();
                    boolean elsewhere =
                            Layers.inEngine(target) && !Layers.part(target).equals(part);
                    if (elsewhere && Layers.of(Layers.part(target)) >= Layers.of(part)) {
                        events.add(SimpleConditionEvent.violated(use, use.getDescription()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> notDependOnRecordsOfDockers() {
        return new ArchCondition<>("not depend on Docker's records") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().stream()
                        .filter(ArchitectureTest::isOfDockers)
                        .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
            }
        };
    }

    /** The JSON mapper lies beside the records, and reads and writes our own files, too: it is nobody's record. */
    private static boolean isOfDockers(Dependency use) {
        JavaClass target = use.getTargetClass();
        return target.getPackageName().startsWith("dev.sampan.api")
                && !target.getFullName().equals("dev.sampan.api.Json");
    }
}

package io.apogeemq.common.testing;

import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The house rules that every module is held to, over the production code of one module. What is a
 * module's own, its layers and its neighbours, stands in its {@code HouseRulesTest}.
 */
public final class HouseRules {

    /** Most types of a room: beyond, it has two purposes. */
    private static final long MOST_TYPES = 32;

    private final String root;
    private final JavaClasses code;

    private HouseRules(String root) {
        this.root = root;
        this.code =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(root);
    }

    /** Reads the classes below a package, without tests. */
    public static HouseRules of(String root) {
        return new HouseRules(root);
    }

    /** The classes, for rules of the module's own. */
    public JavaClasses code() {
        return code;
    }

    public void roomsFormNoCycles() {
        slices().matching(root + ".(*)..").should().beFreeOfCycles().check(code);
    }

    /**
     * Spring is used in these packages only.
     *
     * @param edge package patterns
     */
    public void springStaysIn(String... edge) {
        staysIn("org.springframework..", edge);
    }

    /** Netty is used in these packages only, in none where none is given. */
    public void nettyStaysIn(String... transport) {
        staysIn("io.netty..", transport);
    }

    private void staysIn(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                // A module may be all edge.
                .allowEmptyShould(true)
                .check(code);
    }

    /** The wall clock is read in these packages only; others are given a clock. */
    public void wallClockStaysIn(String... edge) {
        noClasses()
                .that()
                .resideOutsideOfPackages(edge)
                .should(callMethod(System.class, "currentTimeMillis"))
                .orShould(callMethod(Instant.class, "now"))
                .orShould(callMethod(Clock.class, "systemUTC"))
                .check(code);
    }

    /** Threads are started in these packages only; others are called by them. */
    public void threadsStayIn(String... edge) {
        noClasses()
                .that()
                .resideOutsideOfPackages(edge)
                .should(callMethod(Thread.class, "start"))
                .orShould(callMethod(Thread.class, "ofPlatform"))
                .orShould(callMethod(Thread.class, "ofVirtual"))
                .check(code);
    }

    public void staticFieldsAreConstants() {
        fields().that().areStatic().should().beFinal().check(code);
    }

    public void everyRoomHasItsSign() {
        assertThat(code.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allSatisfy(
                        room ->
                                assertThat(
                                                room.isAnnotatedWith(
                                                        "org.jspecify.annotations.NullMarked"))
                                        .as(room.getName())
                                        .isTrue());
    }

    /**
     * No room has more than some thirty types.
     *
     * @param exceptions rooms that may have more, and how many; each has its decision in the
     *     documents
     */
    public void roomsAreSmall(Map<String, Long> exceptions) {
        Map<String, Long> sizes =
                code.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .collect(
                                Collectors.groupingBy(
                                        JavaClass::getPackageName,
                                        TreeMap::new,
                                        Collectors.counting()));
        assertThat(sizes)
                .allSatisfy(
                        (room, size) ->
                                assertThat(size)
                                        .as("types in %s", room)
                                        .isLessThanOrEqualTo(
                                                exceptions.getOrDefault(
                                                        room.substring(
                                                                Math.min(
                                                                        room.length(),
                                                                        root.length() + 1)),
                                                        MOST_TYPES)));
    }
}

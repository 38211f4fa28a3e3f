package io.apogeemq.common;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.apogeemq.common.message.planted.PlantedViolation;
import io.apogeemq.common.testing.HouseRules;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency lines of what every role speaks, as data. */
class HouseRulesTest {

    private static final String ROOT = "io.apogeemq.common";

    /** From top to bottom; a layer uses only those below it. */
    private static final List<List<String>> LAYERS =
            List.of(
                    List.of("boot"),
                    List.of("protocol"),
                    List.of("remoting"),
                    List.of("broker"),
                    List.of("route"),
                    List.of("message", "json"));

    private static final HouseRules RULES = HouseRules.of(ROOT);
    private static final JavaClasses CODE = RULES.code();

    @ParameterizedTest
    @MethodSource("layers")
    void aRoomUsesOnlyWhatIsBelowIt(int layer) {
        rule(layer).check(CODE);
    }

    @Test
    void aPlantedViolationIsCaught() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedViolation.class);

        assertThatThrownBy(() -> rule(LAYERS.size() - 1).check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PlantedViolation");
    }

    static Stream<Integer> layers() {
        return Stream.iterate(1, i -> i < LAYERS.size(), i -> i + 1);
    }

    private static ArchRule rule(int layer) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages(LAYERS.subList(layer, layer + 1)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(LAYERS.subList(0, layer)))
                .as("the rooms %s use nothing above them".formatted(LAYERS.get(layer)));
    }

    private static String[] packages(List<List<String>> layers) {
        return layers.stream()
                .flatMap(List::stream)
                .map(room -> ROOT + "." + room + "..")
                .toArray(String[]::new);
    }

    @Test
    void theTransportUsesNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".remoting..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..")
                                .and(not(resideInAPackage(ROOT + ".remoting.."))))
                .check(CODE);
    }

    /** The chapters of the catalogue stand on it and beside each other. */
    @Test
    void theCatalogueKnowsNoneOfItsChapters() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".protocol")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".protocol.admin..", ROOT + ".protocol.namesrv..")
                .check(CODE);
        slices().matching(ROOT + ".protocol.(*)..").should().notDependOnEachOther().check(CODE);
    }

    @Test
    void theOldJacksonStaysOut() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
                .check(CODE);
    }

    @Test
    void roomsFormNoCycles() {
        RULES.roomsFormNoCycles();
    }

    @Test
    void staticFieldsAreConstants() {
        RULES.staticFieldsAreConstants();
    }

    @Test
    void everyRoomHasItsSign() {
        RULES.everyRoomHasItsSign();
    }

    @Test
    void springStaysInBoot() {
        RULES.springStaysIn(ROOT + ".boot..");
    }

    @Test
    void nettyStaysInRemoting() {
        RULES.nettyStaysIn(ROOT + ".remoting..");
    }

    @Test
    void nothingReadsTheWallClock() {
        RULES.wallClockStaysIn(ROOT + ".boot..");
    }

    @Test
    void roomsAreSmall() {
        RULES.roomsAreSmall(Map.of("remoting", 58L));
    }
}

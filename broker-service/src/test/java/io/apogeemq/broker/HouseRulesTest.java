package io.apogeemq.broker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.apogeemq.broker.log.planted.PlantedViolation;
import io.apogeemq.common.testing.HouseRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency lines of the house plan, as data: a room and what it must not know. */
class HouseRulesTest {

    private static final String ROOT = "io.apogeemq.broker";
    private static final String COMMON = "io.apogeemq.common";

    private static final List<String> EDGE = List.of("config", "health", "metrics", "registration");
    private static final List<String> DOOR = List.of("endpoint");
    private static final List<String> USE_CASES =
            List.of(
                    "produce",
                    "pull",
                    "queuelock",
                    "schedule",
                    "filter",
                    "query",
                    "client",
                    "admin");
    private static final List<String> FOLDS = List.of("topic", "group", "progress", "index");
    private static final List<String> MACHINERY = List.of("state");
    private static final List<String> LOG = List.of("log");

    /** From top to bottom; a layer uses only those below it. */
    private static final List<List<String>> LAYERS =
            List.of(EDGE, DOOR, USE_CASES, FOLDS, MACHINERY, LOG);

    /** What a use case may take from another: its pure functions and its own interfaces' owners. */
    private static final Map<String, List<String>> SIDEWAYS =
            Map.of("pull", List.of("filter"), "client", List.of("admin"));

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

        assertThatThrownBy(() -> rule(LAYERS.indexOf(LOG)).check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("PlantedViolation")
                .hasMessageContaining("topic");
    }

    static Stream<Integer> layers() {
        return Stream.iterate(1, i -> i < LAYERS.size(), i -> i + 1);
    }

    private static ArchRule rule(int layer) {
        String[] here = packages(LAYERS.get(layer));
        String[] above =
                LAYERS.subList(0, layer).stream()
                        .flatMap(List::stream)
                        .map(room -> ROOT + "." + room + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAnyPackage(here)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .as("the rooms %s use nothing above them".formatted(LAYERS.get(layer)));
    }

    private static String[] packages(List<String> rooms) {
        return rooms.stream().map(room -> ROOT + "." + room + "..").toArray(String[]::new);
    }

    @Test
    void useCasesDoNotKnowEachOther() {
        for (String room : USE_CASES) {
            String[] others =
                    USE_CASES.stream()
                            .filter(other -> !other.equals(room))
                            .filter(
                                    other ->
                                            !SIDEWAYS.getOrDefault(room, List.of()).contains(other))
                            // Operators are answered over the doors of all rooms.
                            .filter(other -> !room.equals("admin"))
                            .map(other -> ROOT + "." + other + "..")
                            .toArray(String[]::new);
            if (others.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + "." + room + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others)
                        .check(CODE);
            }
        }
    }

    private static String[] packagesWithRoot(List<String> rooms) {
        return Stream.concat(Stream.of(ROOT), Stream.of(packages(rooms))).toArray(String[]::new);
    }

    @Test
    void framesAndCommandsStayAtTheDoorAndTheEdge() {
        noClasses()
                .that(
                        resideOutsideOfPackages(
                                ROOT + ".endpoint..",
                                ROOT + ".config..",
                                ROOT + ".registration..",
                                ROOT + ".admin.."))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(COMMON + ".remoting..", COMMON + ".protocol.."))
                .check(CODE);
    }

    @Test
    void roomsFormNoCycles() {
        RULES.roomsFormNoCycles();
    }

    @Test
    void theCoreParksNoThreadsAndReadsNoMonotonicClock() {
        noClasses()
                .that(resideOutsideOfPackages(packagesWithRoot(EDGE)))
                .should(callMethod(System.class, "nanoTime"))
                .orShould(callMethod(LockSupport.class, "park"))
                .orShould(callMethod(LockSupport.class, "parkNanos", Object.class, long.class))
                .orShould(callMethod(LockSupport.class, "parkNanos", long.class))
                .check(CODE);
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
    void springStaysAtTheEdge() {
        RULES.springStaysIn(packagesWithRoot(EDGE));
    }

    @Test
    void nettyStaysInTheTransport() {
        RULES.nettyStaysIn();
    }

    @Test
    void theCoreReadsNoWallClock() {
        RULES.wallClockStaysIn(packagesWithRoot(EDGE));
    }

    @Test
    void theCoreStartsNoThreads() {
        RULES.threadsStayIn(packagesWithRoot(EDGE));
    }

    @Test
    void roomsAreSmall() {
        RULES.roomsAreSmall(Map.of());
    }
}

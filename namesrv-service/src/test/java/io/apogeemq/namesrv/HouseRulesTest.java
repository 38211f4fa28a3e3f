package io.apogeemq.namesrv;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.apogeemq.common.testing.HouseRules;
import io.apogeemq.namesrv.routing.planted.PlantedViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency lines of the NameServer, as data: its rooms from top to bottom. */
@Timeout(120)
class HouseRulesTest {

    private static final String ROOT = "io.apogeemq.namesrv";

    /** A room uses only those below it, neither above nor beside. */
    private static final List<List<String>> LAYERS =
            List.of(
                    List.of("config"),
                    List.of("health"),
                    List.of("endpoint"),
                    List.of("routing", "kvconfig"));

    private static final String[] EDGE = {ROOT, ROOT + ".config..", ROOT + ".health.."};

    private static final HouseRules RULES = HouseRules.of(ROOT);
    private static final JavaClasses CODE = RULES.code();

    @ParameterizedTest
    @MethodSource("lines")
    void aRoomUsesOnlyWhatIsBelowIt(ArchRule line) {
        line.check(CODE);
    }

    @Test
    void aPlantedViolationIsCaughtByTheLinesThatItCrosses() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedViolation.class);

        assertThat(lines())
                .filteredOn(line -> line.evaluate(planted).hasViolation())
                .extracting(ArchRule::getDescription)
                .containsExactly(
                        "routing uses neither config nor health nor endpoint nor kvconfig",
                        "frames and commands stop at the door");
    }

    static List<ArchRule> lines() {
        List<ArchRule> lines = new ArrayList<>();
        for (int layer = 0; layer < LAYERS.size(); layer++) {
            for (String room : LAYERS.get(layer)) {
                List<String> others =
                        LAYERS.subList(0, layer + 1).stream()
                                .flatMap(List::stream)
                                .filter(other -> !other.equals(room))
                                .toList();
                if (!others.isEmpty()) {
                    lines.add(
                            line(
                                    List.of(room),
                                    others.stream().map(HouseRulesTest::packageOf).toList(),
                                    room + " uses neither " + String.join(" nor ", others)));
                }
            }
        }
        lines.add(
                line(
                        List.of("routing", "kvconfig"),
                        List.of("io.apogeemq.common.remoting..", "io.apogeemq.common.protocol.."),
                        "frames and commands stop at the door"));
        return lines;
    }

    private static ArchRule line(List<String> rooms, List<String> forbidden, String sentence) {
        return noClasses()
                .that()
                .resideInAnyPackage(
                        rooms.stream().map(HouseRulesTest::packageOf).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .as(sentence)
                // The planted class is in one room only.
                .allowEmptyShould(true);
    }

    private static String packageOf(String room) {
        return ROOT + "." + room + "..";
    }

    @Test
    void itKnowsNoOtherService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.apogeemq.broker..", "io.apogeemq.proxy..")
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
    void springStaysAtTheEdge() {
        RULES.springStaysIn(EDGE);
    }

    @Test
    void nettyStaysInTheTransport() {
        RULES.nettyStaysIn();
    }

    @Test
    void theCoreReadsNoWallClock() {
        RULES.wallClockStaysIn(EDGE);
    }

    @Test
    void theCoreStartsNoThreads() {
        RULES.threadsStayIn(EDGE);
    }

    @Test
    void roomsAreSmall() {
        RULES.roomsAreSmall(Map.of());
    }
}

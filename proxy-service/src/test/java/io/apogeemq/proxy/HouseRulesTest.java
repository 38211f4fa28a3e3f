package io.apogeemq.proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The dependency lines of the Proxy. */
class HouseRulesTest {

    private static final String ROOT = "io.apogeemq.proxy";

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void roomsFormNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void springStaysAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT, ROOT + ".config..", ROOT + ".health..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void nettyStaysInTheTransport() {
        noClasses().should().dependOnClassesThat().resideInAPackage("io.netty..").check(CODE);
    }

    @Test
    void staticFieldsAreConstants() {
        fields().that().areStatic().should().beFinal().check(CODE);
    }

    @Test
    void everyRoomHasItsSign() {
        assertThat(CODE.stream().map(c -> c.getPackage()).distinct())
                .isNotEmpty()
                .allSatisfy(
                        room ->
                                assertThat(
                                                room.isAnnotatedWith(
                                                        "org.jspecify.annotations.NullMarked"))
                                        .as(room.getName())
                                        .isTrue());
    }
}

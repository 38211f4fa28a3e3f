package io.apogeemq.common.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ClassicTypeTest {

    @Test
    void unitsTravelInTheValueAndComeBack() throws BadValue {
        assertThat(ClassicType.millis(0, 9000).toProperty("500")).isEqualTo("500ms");
        assertThat(ClassicType.millis(0, 9000).toClassic("5s")).isEqualTo("5000");
        assertThat(ClassicType.hours(0, 9000).toClassic("3d")).isEqualTo("72");
        assertThat(ClassicType.bytes(0, 9000).toProperty("12")).isEqualTo("12B");
        assertThat(ClassicType.bytes(0, 9000).toClassic("4MB")).isEqualTo("4194304");
    }

    @Test
    void wordsComeBackAsTheyAreWrittenInClassicFiles() throws BadValue {
        ClassicType role = ClassicType.oneOf("ASYNC_MASTER", "SLAVE");
        assertThat(role.toProperty("ASYNC_MASTER")).isEqualTo("async-master");
        assertThat(role.toClassic("async-master")).isEqualTo("ASYNC_MASTER");
        assertThat(role.toClassic("ASYNC_MASTER")).isEqualTo("ASYNC_MASTER");
    }

    @Test
    void numbersOutOfRangeSayWhatIsAllowed() {
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> ClassicType.whole(1, 5).toProperty("6"))
                .withMessage("a whole number from 1 to 5");
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> ClassicType.decimal(0, 1).toProperty("NaN"));
    }

    @Test
    void addressListsTakeNamesNumbersAndTrailingSemicolons() throws BadValue {
        ClassicType addresses = ClassicType.addresses();
        assertThat(addresses.toProperty("a:1; 10.0.0.1:9876;")).isEqualTo("a:1,10.0.0.1:9876");
        assertThat(addresses.toProperty("[::1]:9876")).isEqualTo("[::1]:9876");
        assertThat(addresses.toClassic("a:1,b:2")).isEqualTo("a:1;b:2");
        assertThat(addresses.toProperty("")).isEmpty();
    }

    @Test
    void addressesWithoutAPortOrWithASchemeAreIllegal() {
        for (String illegal :
                new String[] {
                    "a", "a:", ":1", "a:0", "a:65536", "http://a:1", "::1:9876", "a b:1"
                }) {
            assertThatExceptionOfType(BadValue.class)
                    .as(illegal)
                    .isThrownBy(() -> ClassicType.addresses().toProperty(illegal));
        }
    }

    @Test
    void theNearestNameForgivesCaseSwapsAndAMissingLetter() {
        var names = java.util.List.of("brokerName", "brokerRole", "listenPort");
        assertThat(NearestName.to("brokername", names)).contains("brokerName");
        assertThat(NearestName.to("brokreName", names)).contains("brokerName");
        assertThat(NearestName.to("listnPort", names)).contains("listenPort");
        assertThat(NearestName.to("somethingElse", names)).isEmpty();
    }
}

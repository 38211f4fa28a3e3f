package io.apogeemq.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class RequestCodeTest {
    @ParameterizedTest
    @CsvSource({
        "3442, 200050",
        "3443, 200051",
        "3444, 200052",
        "3445, 200053",
        "3446, 200054",
        "3447, 200055",
        "3448, 200056",
        "3462, 200070",
        "3471, 200079",
        "3543, 200151"
    })
    void codesCutByTheBinaryHeaderAreMadeWhole(int cut, int whole) {
        assertThat(RequestCode.ofBinaryHeader(cut)).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"10", "310", "3001", "3010", "5001", "3500", "-1", "9999"})
    void otherCodesOfTheBinaryHeaderStayAsTheyAre(int code) {
        assertThat(RequestCode.ofBinaryHeader(code)).isEqualTo(code);
    }

    @Test
    void codesHaveNamesAndUnknownOnesSayTheirNumber() {
        assertThat(RequestCode.name(RequestCode.REGISTER_BROKER)).isEqualTo("REGISTER_BROKER");
        assertThat(RequestCode.name(9999)).isEqualTo("UNKNOWN_9999");
        assertThat(ResponseCode.name(ResponseCode.TOPIC_NOT_EXIST)).isEqualTo("TOPIC_NOT_EXIST");
    }
}

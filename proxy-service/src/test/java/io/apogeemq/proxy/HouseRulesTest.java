package io.apogeemq.proxy;

import io.apogeemq.common.testing.HouseRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The dependency lines of the Proxy. */
class HouseRulesTest {

    private static final String ROOT = "io.apogeemq.proxy";

    private static final HouseRules RULES = HouseRules.of(ROOT);

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
        RULES.springStaysIn(ROOT, ROOT + ".config..", ROOT + ".health..");
    }

    @Test
    void nettyStaysInTheTransport() {
        RULES.nettyStaysIn();
    }

    @Test
    void roomsAreSmall() {
        RULES.roomsAreSmall(Map.of());
    }
}

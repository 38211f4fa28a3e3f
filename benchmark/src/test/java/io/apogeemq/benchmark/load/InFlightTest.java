package io.apogeemq.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class InFlightTest {

    @Test
    void repliesFindTheirRequestInAnyOrder() {
        InFlight requests = new InFlight(4);
        int first = requests.add(10, 1);
        int second = requests.add(20, 2);

        int slot = requests.find(second);
        assertThat(requests.due(slot)).isEqualTo(20);
        assertThat(requests.tag(slot)).isEqualTo(2);
        requests.remove(slot);

        assertThat(requests.due(requests.find(first))).isEqualTo(10);
        assertThat(requests.count()).isEqualTo(1);
    }

    @Test
    void aSecondReplyFindsNothing() {
        InFlight requests = new InFlight(4);
        int opaque = requests.add(0, 0);
        requests.remove(requests.find(opaque));

        assertThat(requests.find(opaque)).isNegative();
    }

    @Test
    void aLateReplyDoesNotFindTheRequestThatHasItsPlaceNow() {
        InFlight requests = new InFlight(2);
        int early = requests.add(0, 0);
        requests.add(0, 0);
        requests.remove(requests.find(early));
        int sameSlot = requests.add(0, 0);

        assertThat(requests.find(early)).isNegative();
        assertThat(requests.find(sameSlot)).isNotNegative();
    }

    @Test
    void aRequestWaitsWhileItsPlaceIsTaken() {
        InFlight requests = new InFlight(2);
        requests.add(0, 0);
        int second = requests.add(0, 0);
        requests.remove(requests.find(second));

        assertThat(requests.hasRoom()).isFalse();
        assertThatThrownBy(() -> requests.add(0, 0)).isInstanceOf(IllegalStateException.class);
    }
}

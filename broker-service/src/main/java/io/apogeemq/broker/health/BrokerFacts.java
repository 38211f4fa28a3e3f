package io.apogeemq.broker.health;

import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Who this broker is, for {@code /actuator/info}. Nothing of it changes while it runs. */
public final class BrokerFacts implements InfoContributor {

    /**
     * Who a broker is.
     *
     * @param name the name that a master and its slaves share
     * @param id 0 for a master
     * @param cluster its cluster
     * @param role what it is within its group, in the classic word
     * @param address {@code host:port} that clients are told
     * @param haAddress {@code host:port} that slaves are told
     * @param acknowledgedWhen when a send is acknowledged, in words
     */
    public record Identity(
            String name,
            long id,
            String cluster,
            String role,
            String address,
            String haAddress,
            String acknowledgedWhen) {}

    private final Map<String, Object> shown;

    public BrokerFacts(Identity broker) {
        shown =
                Map.of(
                        "name", broker.name(),
                        "id", broker.id(),
                        "cluster", broker.cluster(),
                        "role", broker.role(),
                        "address", broker.address(),
                        "haAddress", broker.haAddress(),
                        "acknowledgedWhen", broker.acknowledgedWhen());
    }

    @Override
    public void contribute(Info.Builder info) {
        info.withDetail("broker", shown);
    }
}

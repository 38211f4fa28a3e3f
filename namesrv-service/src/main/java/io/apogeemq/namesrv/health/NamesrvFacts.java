package io.apogeemq.namesrv.health;

import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** Who this NameServer is, for {@code /actuator/info}. */
public final class NamesrvFacts implements InfoContributor {
    private final NamesrvDoor door;

    public NamesrvFacts(NamesrvDoor door) {
        this.door = door;
    }

    @Override
    public void contribute(Info.Builder info) {
        info.withDetail("namesrv", Map.of("address", door.address()));
    }
}

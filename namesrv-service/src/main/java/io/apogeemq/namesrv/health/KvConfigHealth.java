package io.apogeemq.namesrv.health;

import io.apogeemq.namesrv.kvconfig.KvConfig;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether the key-value configuration could be changed. Not part of readiness: routes don't need
 * it.
 */
public final class KvConfigHealth implements HealthIndicator {
    private final KvConfig kv;

    public KvConfigHealth(KvConfig kv) {
        this.kv = kv;
    }

    @Override
    public Health health() {
        return (kv.isWritable() ? Health.up() : Health.down())
                .withDetail("file", kv.path().toString())
                .build();
    }
}

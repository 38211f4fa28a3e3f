package io.apogeemq.namesrv.config;

import io.apogeemq.common.boot.BootLine;
import io.apogeemq.namesrv.health.NamesrvDoor;

/**
 * The line that operators and scripts wait for.
 *
 * @param door where the NameServer serves
 */
record NamesrvBootLine(NamesrvDoor door) implements BootLine {
    static final String FORM = "The Name Server boot success. serializeType=JSON, address %s";

    @Override
    public String text() {
        return FORM.formatted(door.address());
    }
}

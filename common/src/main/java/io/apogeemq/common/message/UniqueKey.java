package io.apogeemq.common.message;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes unique keys for messages that arrive without one. Keys made by others are opaque text of up
 * to 255 bytes; these are 32 upper-case hexadecimal digits:
 *
 * <table>
 * <caption>Bytes of a key, big-endian</caption>
 * <tr><th>Offset</th><th>Width</th><th>Meaning</th></tr>
 * <tr><td>0</td><td>4</td><td>last four bytes of this host's address</td></tr>
 * <tr><td>4</td><td>2</td><td>process id, low half</td></tr>
 * <tr><td>6</td><td>4</td><td>a number that tells this maker from others of the process</td></tr>
 * <tr><td>10</td><td>4</td><td>milliseconds since the month began, where the maker is</td></tr>
 * <tr><td>14</td><td>2</td><td>counter</td></tr>
 * </table>
 *
 * <p>The time stands where official tools look for it when they narrow a search by key. Safe for
 * any thread. Two keys differ as long as fewer than 65536 are made within a millisecond.
 */
public final class UniqueKey {

    private final InstantSource clock;
    private final ZoneId zone;
    private final byte[] prefix;
    private final AtomicInteger counter;
    private volatile Month month;

    private record Month(long startMillis, long endMillis) {}

    /**
     * @param address 4 or 16 bytes of this host's address
     * @param processId the operating system's number of this process
     * @param salt random, drawn once
     * @param zone whose months count; tools assume their own
     */
    public UniqueKey(byte[] address, long processId, int salt, ZoneId zone, InstantSource clock) {
        if (address.length != 4 && address.length != 16) {
            throw new IllegalArgumentException(
                    "address bytes: " + address.length + " (expected: 4 or 16)");
        }
        this.clock = clock;
        this.zone = zone;
        this.prefix =
                ByteBuffer.allocate(10)
                        .put(address, address.length - 4, 4)
                        .putShort((short) processId)
                        .putInt(salt)
                        .array();
        this.counter = new AtomicInteger(salt);
        this.month = monthOf(clock.millis());
    }

    /** The next key. */
    public String next() {
        long now = clock.millis();
        Month current = month;
        if (now < current.startMillis() || now >= current.endMillis()) {
            // Two threads may both do this; they come to the same value.
            current = monthOf(now);
            month = current;
        }
        byte[] key =
                ByteBuffer.allocate(16)
                        .put(prefix)
                        .putInt((int) (now - current.startMillis()))
                        .putShort((short) counter.getAndIncrement())
                        .array();
        return HexFormat.of().withUpperCase().formatHex(key);
    }

    private Month monthOf(long millis) {
        ZonedDateTime start =
                Instant.ofEpochMilli(millis)
                        .atZone(zone)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfMonth(1);
        return new Month(
                start.toInstant().toEpochMilli(), start.plusMonths(1).toInstant().toEpochMilli());
    }
}

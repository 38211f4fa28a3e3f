package io.apogeemq.broker.produce;

import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the broker has to know of a message's properties, found in one walk over their bytes. Reused
 * from message to message by one thread; nothing is copied until a value is asked for.
 */
final class SendProperties {

    private static final byte[] UNIQUE_KEY = ascii(PropertyKeys.UNIQ_KEY);
    private static final byte[] WAIT = ascii(PropertyKeys.WAIT);
    private static final byte[] DELAY = ascii(PropertyKeys.DELAY);
    private static final byte[] TRANSACTION = ascii(PropertyKeys.TRANSACTION_PREPARED);
    private static final byte[] POP_CHECKPOINT = ascii(PropertyKeys.POP_CHECKPOINT);
    private static final byte[] RECORD_CRC = ascii(PropertyKeys.RECORD_CRC);
    private static final byte[] TIMER_DELIVER = ascii(PropertyKeys.TIMER_DELIVER_MS);
    private static final byte[] TIMER_SECONDS = ascii(PropertyKeys.TIMER_DELAY_SEC);
    private static final byte[] TIMER_MILLIS = ascii(PropertyKeys.TIMER_DELAY_MS);
    private static final byte[] LITE_TOPIC = ascii(PropertyKeys.LITE_TOPIC);

    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private static final int NO_LEVEL = 0;

    private ByteBuffer source = ByteBuffer.allocate(0);
    private int uniqueKeyAt;
    private int uniqueKeyLength;
    private boolean waits;
    private boolean transactional;
    private boolean timed;
    private boolean lite;
    private boolean reserved;
    private int delayLevel;

    /**
     * Walks over encoded properties.
     *
     * @param properties position to limit; lent until the next call
     */
    SendProperties read(ByteBuffer properties) {
        source = properties;
        uniqueKeyAt = -1;
        uniqueKeyLength = 0;
        waits = true;
        transactional = false;
        timed = false;
        lite = false;
        reserved = false;
        delayLevel = NO_LEVEL;
        int end = properties.limit();
        int at = properties.position();
        while (at < end) {
            int nameEnd = PropertyScan.indexOf(source, MessageProperties.NAME_END, at, end);
            if (nameEnd == end) {
                break;
            }
            int valueEnd =
                    PropertyScan.indexOf(source, MessageProperties.VALUE_END, nameEnd + 1, end);
            note(at, nameEnd - at, nameEnd + 1, valueEnd - nameEnd - 1);
            at = valueEnd + 1;
        }
        return this;
    }

    private void note(int name, int nameLength, int value, int valueLength) {
        switch (source.get(name)) {
            case 'U' -> {
                if (is(UNIQUE_KEY, name, nameLength)) {
                    uniqueKeyAt = value;
                    uniqueKeyLength = valueLength;
                }
            }
            case 'W' -> {
                if (is(WAIT, name, nameLength)) {
                    waits = !isFalse(value, valueLength);
                }
            }
            case 'D' -> {
                if (is(DELAY, name, nameLength)) {
                    delayLevel = number(value, valueLength);
                }
            }
            case 'T' -> {
                if (is(TRANSACTION, name, nameLength)) {
                    transactional = isTrue(value, valueLength);
                } else if (is(TIMER_DELIVER, name, nameLength)
                        || is(TIMER_SECONDS, name, nameLength)
                        || is(TIMER_MILLIS, name, nameLength)) {
                    timed = true;
                }
            }
            case 'P' -> reserved |= is(POP_CHECKPOINT, name, nameLength);
            case '_' -> {
                reserved |= is(RECORD_CRC, name, nameLength);
                lite |= is(LITE_TOPIC, name, nameLength);
            }
            default -> {
                // The application's own.
            }
        }
    }

    /** Whether the message has a unique key. */
    boolean hasUniqueKey() {
        return uniqueKeyLength > 0;
    }

    /** The unique key, null when there is none. */
    @Nullable String uniqueKey() {
        if (uniqueKeyLength <= 0) {
            return null;
        }
        byte[] key = new byte[uniqueKeyLength];
        source.get(uniqueKeyAt, key);
        return new String(key, StandardCharsets.UTF_8);
    }

    /** Whether the sender wants the answer to wait for flush and replication. */
    boolean waits() {
        return waits;
    }

    /** Whether it is the half of a transaction. */
    boolean isTransactional() {
        return transactional;
    }

    /** Whether it asks for delivery at a time of its own. */
    boolean isTimed() {
        return timed;
    }

    /** Whether it is for a lite topic. */
    boolean isLite() {
        return lite;
    }

    /** Whether it carries properties that only a broker may set. */
    boolean hasReserved() {
        return reserved;
    }

    /** The delay level that is asked for, 0 or below for none. */
    int delayLevel() {
        return delayLevel;
    }

    private boolean is(byte[] name, int at, int length) {
        if (length != name.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (source.get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isTrue(int at, int length) {
        return isWord(TRUE, at, length);
    }

    private boolean isFalse(int at, int length) {
        return isWord(FALSE, at, length);
    }

    /** Whether it is this word of lower-case letters, in whatever case. */
    private boolean isWord(byte[] word, int at, int length) {
        if (length != word.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((source.get(at + i) | 0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * A small decimal number; 0 when it is none, as a level that is no number asks for no delay.
     */
    private int number(int at, int length) {
        if (length == 0 || length > 4) {
            return NO_LEVEL;
        }
        int value = 0;
        for (int i = 0; i < length; i++) {
            int digit = source.get(at + i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_LEVEL;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

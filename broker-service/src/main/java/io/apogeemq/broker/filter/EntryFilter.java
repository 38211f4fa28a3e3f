package io.apogeemq.broker.filter;

import io.apogeemq.common.message.TagHash;
import java.util.Arrays;
import java.util.Collection;

/**
 * Which entries of a queue index a subscription wants. Immutable, for any thread.
 *
 * <p>Tags are told apart by their hash alone: a wanted message is never left out, an unwanted one
 * of equal hash may pass, which is why consumers compare the tag again.
 */
public final class EntryFilter {

    /** Wants every message. */
    public static final EntryFilter EVERYTHING = new EntryFilter(new long[0]);

    /** Up to so many hashes a walk is quicker than a binary search. */
    private static final int FEW = 8;

    /** Sorted; empty wants everything. */
    private final long[] hashes;

    private EntryFilter(long[] hashes) {
        this.hashes = hashes;
    }

    static EntryFilter ofTags(Collection<String> tags) {
        return new EntryFilter(tags.stream().mapToLong(TagHash::of).sorted().toArray());
    }

    /**
     * Whether the message may be wanted.
     *
     * @param tagsCode hash of the message's tag as the queue index has it, 0 for none
     */
    public boolean accepts(long tagsCode) {
        if (hashes.length > FEW) {
            return Arrays.binarySearch(hashes, tagsCode) >= 0;
        }
        for (long hash : hashes) {
            if (hash == tagsCode) {
                return true;
            }
        }
        return hashes.length == 0;
    }

    /** Whether no message is left out. */
    public boolean acceptsEverything() {
        return hashes.length == 0;
    }
}

package io.apogeemq.common.route;

import org.jspecify.annotations.Nullable;

/** How many tags a message of a topic may have. */
public enum TopicFilterType {
    SINGLE_TAG,
    MULTI_TAG;

    /**
     * The type of that name; single for an unknown or missing one, as the classic readers have it.
     */
    static TopicFilterType of(@Nullable String name) {
        return MULTI_TAG.name().equals(name) ? MULTI_TAG : SINGLE_TAG;
    }
}

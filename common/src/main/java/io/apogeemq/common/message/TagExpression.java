package io.apogeemq.common.message;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filters over tags as consumers write them: {@code *} or nothing for every message, else tags
 * joined by {@code ||}, blanks around them left aside. There are no other operators.
 */
public final class TagExpression {

    /** Every message. */
    public static final String ALL = "*";

    private TagExpression() {}

    /** Whether the expression takes every message. */
    public static boolean isAll(@Nullable String expression) {
        return expression == null || expression.isEmpty() || expression.equals(ALL);
    }

    /**
     * The tags of an expression in their order; empty for one that takes every message, and for one
     * with a {@link #problem}.
     */
    public static Set<String> tags(@Nullable String expression) {
        if (expression == null || isAll(expression)) {
            return Set.of();
        }
        Set<String> tags = new LinkedHashSet<>();
        int from = 0;
        while (from <= expression.length()) {
            int to = expression.indexOf("||", from);
            if (to < 0) {
                to = expression.length();
            }
            String tag = expression.substring(from, to).strip();
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
            from = to + 2;
        }
        return tags;
    }

    /** The numbers that stand for tags in a queue index: {@link TagHash} of each. */
    public static Set<Integer> hashes(Set<String> tags) {
        Set<Integer> hashes = new LinkedHashSet<>();
        for (String tag : tags) {
            hashes.add(tag.hashCode());
        }
        return hashes;
    }

    /** What is wrong with an expression, in words for the client, or null when it is fine. */
    public static @Nullable String problem(@Nullable String expression) {
        return isAll(expression) || !tags(expression).isEmpty()
                ? null
                : "the expression names no tag (expected: *, or tags joined by ||)";
    }
}

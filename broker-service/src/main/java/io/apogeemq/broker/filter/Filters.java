package io.apogeemq.broker.filter;

import io.apogeemq.common.broker.Subscription;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Turns the expressions of subscriptions into filters.
 *
 * <p>A tag expression is {@code *} or empty for every message, or tags separated by {@code ||}.
 * There is no other operator: whatever stands between two separators, without the blanks around it,
 * is a tag.
 */
public final class Filters {

    private static final String EVERYTHING = "*";
    private static final String OR = "||";

    /** Expressions are kept with held requests, so they have a limit. */
    private static final int MAX_EXPRESSION_CHARS = 32 * 1024;

    private static final FilterOutcome.Ready ALL = new FilterOutcome.Ready(EntryFilter.EVERYTHING);

    private Filters() {}

    /**
     * The filter of a subscription. The expression counts, not the hashes that came with it: they
     * are computed here, so that a client cannot get them wrong.
     */
    public static FilterOutcome of(Subscription subscription) {
        if (subscription.isTag()) {
            return ofTags(subscription.expression());
        }
        if (subscription.expressionType().equals(Subscription.SQL92)) {
            return new FilterOutcome.Unsupported(
                    "this version of the broker does not filter by SQL92; subscribe by tags");
        }
        return new FilterOutcome.Unsupported(
                "expression type: %s (expected: TAG)".formatted(subscription.expressionType()));
    }

    private static FilterOutcome ofTags(String expression) {
        String text = expression.strip();
        if (text.isEmpty() || text.equals(EVERYTHING)) {
            return ALL;
        }
        if (text.length() > MAX_EXPRESSION_CHARS) {
            return new FilterOutcome.Unparsable(
                    "tag expression: %d characters (expected: <= %d)"
                            .formatted(text.length(), MAX_EXPRESSION_CHARS));
        }
        Set<String> tags = new LinkedHashSet<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(OR, start);
            if (end < 0) {
                end = text.length();
            }
            String tag = text.substring(start, end).strip();
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
            start = end + OR.length();
        }
        if (tags.isEmpty()) {
            return new FilterOutcome.Unparsable(
                    "tag expression: %s (expected: * or tags separated by ||)".formatted(text));
        }
        return new FilterOutcome.Ready(EntryFilter.ofTags(tags));
    }
}

package io.apogeemq.broker.filter;

import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.TagExpression;

/**
 * Turns the expressions of subscriptions into filters. What a tag expression is says {@link
 * TagExpression}.
 */
public final class Filters {

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
        if (TagExpression.isAll(text)) {
            return ALL;
        }
        if (text.length() > MAX_EXPRESSION_CHARS) {
            return new FilterOutcome.Unparsable(
                    "tag expression: %d characters (expected: <= %d)"
                            .formatted(text.length(), MAX_EXPRESSION_CHARS));
        }
        String problem = TagExpression.problem(text);
        if (problem != null) {
            return new FilterOutcome.Unparsable("%s: %s".formatted(text, problem));
        }
        return new FilterOutcome.Ready(EntryFilter.ofTags(TagExpression.tags(text)));
    }
}

package io.apogeemq.common.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TagExpressionTest {

    @Test
    void tagsAreSplitAndTrimmed() {
        assertThat(TagExpression.tags("a")).containsExactly("a");
        assertThat(TagExpression.tags(" a||b c ||  || a|d || ")).containsExactly("a", "b c", "a|d");
        assertThat(TagExpression.hashes(TagExpression.tags("TagA || order-created")))
                .containsExactly(2598919, -392709271);
    }

    @Test
    void everythingIsAStarOrNothing() {
        for (String all : new String[] {"", "*", null}) {
            assertThat(TagExpression.isAll(all)).isTrue();
            assertThat(TagExpression.tags(all)).isEmpty();
            assertThat(TagExpression.problem(all)).isNull();
        }
    }

    @Test
    void anExpressionWithoutTagsIsAProblem() {
        assertThat(TagExpression.problem("||")).contains("names no tag");
        assertThat(TagExpression.problem("  ")).contains("names no tag");
        assertThat(TagExpression.problem("a")).isNull();
    }
}

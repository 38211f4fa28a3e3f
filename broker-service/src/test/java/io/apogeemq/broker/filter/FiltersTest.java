package io.apogeemq.broker.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.broker.Subscription;
import io.apogeemq.common.message.TagHash;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class FiltersTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "  ", " * "})
    void anEmptyExpressionAndAStarWantEveryMessage(String expression) {
        EntryFilter filter = ready(expression);

        assertThat(filter.acceptsEverything()).isTrue();
        assertThat(filter.accepts(TagHash.NONE)).isTrue();
        assertThat(filter.accepts(TagHash.of("any"))).isTrue();
    }

    @Test
    void tagsAreSeparatedByTwoBarsAndStripped() {
        EntryFilter filter = ready(" red||green ||  deep blue");

        assertThat(filter.accepts(TagHash.of("red"))).isTrue();
        assertThat(filter.accepts(TagHash.of("green"))).isTrue();
        assertThat(filter.accepts(TagHash.of("deep blue"))).isTrue();
        assertThat(filter.accepts(TagHash.of("blue"))).isFalse();
        assertThat(filter.accepts(TagHash.NONE)).isFalse();
        assertThat(filter.acceptsEverything()).isFalse();
    }

    @Test
    void emptyPlacesBetweenBarsAreNoTags() {
        EntryFilter filter = ready("|| red || || green ||");

        assertThat(filter.accepts(TagHash.of("red"))).isTrue();
        assertThat(filter.accepts(TagHash.of("green"))).isTrue();
        assertThat(filter.accepts(TagHash.of(""))).isFalse();
    }

    @Test
    void aSingleBarAndAStarAmongTagsAreParts() {
        EntryFilter filter = ready("a|b || *");

        assertThat(filter.accepts(TagHash.of("a|b"))).isTrue();
        assertThat(filter.accepts(TagHash.of("*"))).isTrue();
        assertThat(filter.accepts(TagHash.of("a"))).isFalse();
    }

    @Test
    void manyTagsAreFoundAsFewAre() {
        String expression =
                IntStream.range(0, 100).mapToObj(i -> "tag" + i).collect(Collectors.joining("||"));
        EntryFilter filter = ready(expression);

        assertThat(IntStream.range(0, 100)).allMatch(i -> filter.accepts(TagHash.of("tag" + i)));
        assertThat(filter.accepts(TagHash.of("tag100"))).isFalse();
        assertThat(filter.accepts(TagHash.NONE)).isFalse();
    }

    @Test
    void aTagOfEqualHashPasses() {
        assertThat(ready("Aa").accepts(TagHash.of("BB"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"||", "|| ||", " ||||"})
    void anExpressionWithoutAnyTagIsRefusedWithWhatIsExpected(String expression) {
        assertThat(Filters.of(tags(expression)))
                .isInstanceOfSatisfying(
                        FilterOutcome.Unparsable.class,
                        no ->
                                assertThat(no.detail())
                                        .contains(expression.strip())
                                        .contains("expected: *, or tags joined by ||"));
    }

    @Test
    void anExpressionThatIsTooLongIsRefused() {
        assertThat(Filters.of(tags("t".repeat(40_000))))
                .isInstanceOf(FilterOutcome.Unparsable.class);
    }

    @Test
    void theExpressionCountsAndNotTheHashesThatTheClientSent() {
        Subscription wrong =
                new Subscription(
                        "topic", "red", "TAG", Set.of("blue"), Set.of("blue".hashCode()), 1);

        assertThat(Filters.of(wrong))
                .isInstanceOfSatisfying(
                        FilterOutcome.Ready.class,
                        ready -> {
                            assertThat(ready.filter().accepts(TagHash.of("red"))).isTrue();
                            assertThat(ready.filter().accepts(TagHash.of("blue"))).isFalse();
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQL92", "REGEX"})
    void otherTypesOfExpressionAreRefusedWithASentence(String type) {
        Subscription other = new Subscription("topic", "a > 1", type, Set.of(), Set.of(), 1);

        assertThat(Filters.of(other))
                .isInstanceOfSatisfying(
                        FilterOutcome.Unsupported.class,
                        no -> assertThat(no.detail()).containsIgnoringCase("tag"));
    }

    private static EntryFilter ready(String expression) {
        if (Filters.of(tags(expression)) instanceof FilterOutcome.Ready ready) {
            return ready.filter();
        }
        throw new AssertionError("refused: " + expression);
    }

    private static Subscription tags(String expression) {
        return new Subscription("topic", expression, Subscription.TAG, Set.of(), Set.of(), 1);
    }
}

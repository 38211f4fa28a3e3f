package io.apogeemq.broker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.apogeemq.common.route.DataVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class MetadataPageTest {

    private static final DataVersion VERSION = new DataVersion(0, 1, 2);

    @Test
    void withoutAWishTheWholeTableComesInOrder() {
        assertThat(MetadataPage.of(Map.of("b", 2, "a", 1), VERSION, null).entries())
                .containsExactly(Map.entry("a", 1), Map.entry("b", 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 11, 20, 21, 22, 30, 31})
    void aClientThatStopsOneEntryEarlyGetsAllEntries(int size) {
        Map<String, Integer> table = table(size);
        List<String> seen = new ArrayList<>();
        DataVersion version = null;
        int total;
        do {
            MetadataPage<Integer> page =
                    MetadataPage.of(
                            table, VERSION, new MetadataPage.Wish(seen.size(), 10, version));
            seen.addAll(page.entries().keySet());
            version = page.version();
            total = page.total();
        } while (seen.size() < total - 1);

        assertThat(seen).doesNotHaveDuplicates().hasSize(size);
    }

    @Test
    void anotherVersionStartsOver() {
        MetadataPage<Integer> page =
                MetadataPage.of(
                        table(30), VERSION, new MetadataPage.Wish(10, 10, DataVersion.NONE));

        assertThat(page.entries()).containsKey("n1000").hasSize(10);
    }

    @Test
    void aWishOutOfRangeIsCutToTheTable() {
        assertThat(
                        MetadataPage.of(table(5), VERSION, new MetadataPage.Wish(99, 10, VERSION))
                                .entries())
                .isEmpty();
        assertThat(
                        MetadataPage.of(table(5), VERSION, new MetadataPage.Wish(-4, -1, VERSION))
                                .entries())
                .hasSize(1);
        assertThat(
                        MetadataPage.of(
                                        table(3000),
                                        VERSION,
                                        new MetadataPage.Wish(0, Integer.MAX_VALUE, VERSION))
                                .entries())
                .hasSize(MetadataPage.MAX_ENTRIES);
    }

    private static Map<String, Integer> table(int size) {
        Map<String, Integer> table = new HashMap<>();
        for (int i = 0; i < size; i++) {
            table.put("n" + (1000 + i), i);
        }
        return table;
    }
}

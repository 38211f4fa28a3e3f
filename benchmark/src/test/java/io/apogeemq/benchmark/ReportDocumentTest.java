package io.apogeemq.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReportDocumentTest {

    @Test
    void aNewSectionGoesToTheEnd() {
        assertThat(ReportDocument.replace("# Title\n", "send", "figures"))
                .isEqualTo(
                        "# Title\n\n<!-- row send -->\n## send\n\nfigures\n<!-- end of row send -->\n");
    }

    @Test
    void anOldSectionIsReplacedAndTheRestKept() {
        String document = ReportDocument.replace("# Title\n", "send", "old") + "\nMore words.\n";

        assertThat(ReportDocument.replace(document, "send", "new"))
                .isEqualTo(document.replace("old", "new"))
                .contains("More words.");
    }
}

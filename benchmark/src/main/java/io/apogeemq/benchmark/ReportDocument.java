package io.apogeemq.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Markdown document with one section per row between markers; everything else in it is written by
 * people and kept.
 */
final class ReportDocument {

    private final Path file;

    ReportDocument(Path file) {
        this.file = file;
    }

    /** Puts a section in the place of its former self, or at the end if it is new. */
    void replaceSection(String name, String section) throws IOException {
        String old = Files.exists(file) ? Files.readString(file) : "# Side by side\n";
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, replace(old, name, section));
    }

    static String replace(String document, String name, String section) {
        String begin = "<!-- row " + name + " -->";
        String end = "<!-- end of row " + name + " -->";
        String block = begin + "\n## " + name + "\n\n" + section.strip() + "\n" + end;
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        return from >= 0 && to > from
                ? document.substring(0, from) + block + document.substring(to + end.length())
                : document.stripTrailing() + "\n\n" + block + "\n";
    }
}

package io.apogeemq.common.boot;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Tells why a start failed in plain lines, where scripts and people look: console and log file. */
final class PlainFailureReporter implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction();
        String text = String.valueOf(analysis.getDescription()).strip();
        new Announcement()
                .complain(
                        action == null || action.isBlank()
                                ? text
                                : text + System.lineSeparator() + action.strip());
    }
}

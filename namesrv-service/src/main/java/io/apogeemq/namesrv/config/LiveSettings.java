package io.apogeemq.namesrv.config;

import io.apogeemq.namesrv.endpoint.AnswerOptions;

/**
 * What operators may change at run time, swapped as a whole.
 *
 * @param answers what is told to whom
 */
record LiveSettings(AnswerOptions answers) {
    static LiveSettings of(NamesrvProperties properties) {
        return new LiveSettings(properties.answers().toOptions());
    }
}

/**
 * Delay levels: finds the records in the schedule topic that are due and appends them to their real
 * topic. Progress is a fold. Steps are driven from outside; it starts no threads.
 */
@NullMarked
package io.apogeemq.broker.schedule;

import org.jspecify.annotations.NullMarked;

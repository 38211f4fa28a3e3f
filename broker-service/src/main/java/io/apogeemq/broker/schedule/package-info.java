/**
 * Delay levels: finds the records in the schedule topic that are due and appends them to their real
 * topic. Progress is a fold. Uses log, index and state; it starts no threads: one thread of {@code
 * config} drives {@link io.apogeemq.broker.schedule.DelayedMessages#step}.
 *
 * <p>Who sends a message into the schedule topic in the first place is the business of sending and
 * of sending back.
 */
@NullMarked
package io.apogeemq.broker.schedule;

import org.jspecify.annotations.NullMarked;

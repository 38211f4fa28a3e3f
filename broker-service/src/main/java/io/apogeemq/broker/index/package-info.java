/**
 * Queue index and key index: folds over the log that find a message by queue and offset, by time
 * and by key. Written by the dispatcher's thread alone, read by any. Uses log and state.
 */
@NullMarked
package io.apogeemq.broker.index;

import org.jspecify.annotations.NullMarked;

/** Look-ups of single messages: by offset id, by key, by time; earliest and latest offsets. */
@NullMarked
package io.apogeemq.broker.query;

import org.jspecify.annotations.NullMarked;

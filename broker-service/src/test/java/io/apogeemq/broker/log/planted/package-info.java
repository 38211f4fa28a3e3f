/** A line crossed on purpose, to see that the house rules catch it. */
@NullMarked
package io.apogeemq.broker.log.planted;

import org.jspecify.annotations.NullMarked;

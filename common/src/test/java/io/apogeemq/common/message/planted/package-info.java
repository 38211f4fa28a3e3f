/** A line crossed on purpose, to see that the house rules catch it. */
@NullMarked
package io.apogeemq.common.message.planted;

import org.jspecify.annotations.NullMarked;

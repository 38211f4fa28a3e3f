/** The broker's Micrometer meters, bound from outside to what the rooms count. */
@NullMarked
package io.apogeemq.broker.metrics;

import org.jspecify.annotations.NullMarked;

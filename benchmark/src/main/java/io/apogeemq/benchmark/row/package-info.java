/**
 * The rows of the side-by-side table: what is measured, in which order, and how the figures are
 * written down.
 *
 * <p>One small class per row behind {@link io.apogeemq.benchmark.row.Row}; a new row is one class
 * and one line in {@link io.apogeemq.benchmark.row.Rows}. Uses {@code load}, {@code peer} and
 * {@code wire}; called by the command.
 */
@NullMarked
package io.apogeemq.benchmark.row;

import org.jspecify.annotations.NullMarked;

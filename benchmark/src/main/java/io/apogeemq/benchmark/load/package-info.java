/**
 * The load generator: one thread, a selector, a few connections, and a workload that fills them and
 * reads replies.
 *
 * <p>Owns pacing (closed loop with a window, open loop at a fixed rate) and latency recording. May
 * use {@code wire} and HdrHistogram. Called by {@code row}. Start reading at {@link
 * io.apogeemq.benchmark.load.LoadLoop}.
 */
@NullMarked
package io.apogeemq.benchmark.load;

import org.jspecify.annotations.NullMarked;

/**
 * The benchmark command: reads its arguments, runs the rows asked for and writes their tables.
 *
 * <p>Stands beside the services and depends on none of them; they are started as processes, like
 * their peer.
 */
@NullMarked
package io.apogeemq.benchmark;

import org.jspecify.annotations.NullMarked;

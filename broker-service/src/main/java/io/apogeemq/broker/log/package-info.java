/**
 * The commit log: segments, append, flush, reading, recovery. Knows bytes and offsets, not what
 * topics mean. Appends are serialised in one short critical section; it starts no threads, reads no
 * ambient time and reaches the disk only through Storage. It owns Durability, which an append waits
 * for.
 */
@NullMarked
package io.apogeemq.broker.log;

import org.jspecify.annotations.NullMarked;

/**
 * The key-value configuration that operators keep in the NameServer, in one file that is replaced
 * atomically. Written under one lock, read from a snapshot; endpoint calls it.
 */
@NullMarked
package io.apogeemq.namesrv.kvconfig;

import org.jspecify.annotations.NullMarked;

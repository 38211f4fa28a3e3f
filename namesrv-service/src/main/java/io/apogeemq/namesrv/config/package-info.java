/**
 * Wiring of the NameServer: typed properties, classic keys, beans and life cycle. The only room
 * that knows how the others fit together.
 */
@NullMarked
package io.apogeemq.namesrv.config;

import org.jspecify.annotations.NullMarked;

/**
 * Wiring of the Proxy: typed properties, beans and life cycle. The only room that knows the mode.
 */
@NullMarked
package io.apogeemq.proxy.config;

import org.jspecify.annotations.NullMarked;

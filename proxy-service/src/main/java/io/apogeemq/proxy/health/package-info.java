/** What the Proxy tells of its health to actuator. */
@NullMarked
package io.apogeemq.proxy.health;

import org.jspecify.annotations.NullMarked;

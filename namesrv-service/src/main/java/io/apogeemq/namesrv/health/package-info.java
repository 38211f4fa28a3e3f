/** What the NameServer tells of its health to actuator. Reads the other rooms, changes nothing. */
@NullMarked
package io.apogeemq.namesrv.health;

import org.jspecify.annotations.NullMarked;

/**
 * Telling the NameServers: a Spring Cloud ServiceRegistry over the remoting client; asks first who
 * holds the broker's name and id. Works without any NameServer, saying so.
 */
@NullMarked
package io.apogeemq.broker.registration;

import org.jspecify.annotations.NullMarked;

/**
 * Who is where: topic routes, broker registrations and their JSON with its quirks. Immutable
 * records with their text form beside them. Uses message and json; the NameServer, the Broker's
 * registration and the Proxy use it.
 */
@NullMarked
package io.apogeemq.common.route;

import org.jspecify.annotations.NullMarked;

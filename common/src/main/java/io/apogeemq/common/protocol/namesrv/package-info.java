/**
 * The chapter of the catalogue about NameServers: what brokers and clients say to one. Uses the
 * catalogue's codes and common parts; whoever may use the catalogue may use this chapter, the
 * catalogue itself does not.
 */
@NullMarked
package io.apogeemq.common.protocol.namesrv;

import org.jspecify.annotations.NullMarked;

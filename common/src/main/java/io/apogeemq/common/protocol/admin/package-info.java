/**
 * The chapter of the catalogue about operators: what their tools ask brokers, the bodies that they
 * read and what a broker passes on to clients for them. Uses the catalogue's codes and common
 * parts; whoever may use the catalogue may use this chapter, the catalogue itself does not.
 */
@NullMarked
package io.apogeemq.common.protocol.admin;

import org.jspecify.annotations.NullMarked;

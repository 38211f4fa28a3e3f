/**
 * The NameServer's door: decodes a command, calls routing or kvconfig, encodes the answer. Runs on
 * event loops and never blocks them; no rules here.
 */
@NullMarked
package io.apogeemq.namesrv.endpoint;

import org.jspecify.annotations.NullMarked;

/** The NameServer service: its application class and nothing else. Start reading in config. */
@NullMarked
package io.apogeemq.namesrv;

import org.jspecify.annotations.NullMarked;

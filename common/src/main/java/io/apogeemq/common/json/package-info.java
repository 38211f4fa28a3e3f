/**
 * The JSON dialect that RocketMQ clients and tools speak: unquoted integer keys, objects as keys,
 * omitted nulls. A bounded reader and a writer over plain Java values; it knows no message and no
 * command. Whoever maps a body to a record uses it; nothing above it is known here.
 */
@NullMarked
package io.apogeemq.common.json;

import org.jspecify.annotations.NullMarked;

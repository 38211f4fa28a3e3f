/** Tests of the services' common start. */
@NullMarked
package io.apogeemq.common.boot;

import org.jspecify.annotations.NullMarked;

/** Lines crossed on purpose, to see that the house rules catch them. */
@NullMarked
package io.apogeemq.namesrv.routing.planted;

import org.jspecify.annotations.NullMarked;

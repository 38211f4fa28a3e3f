/**
 * Official clients against real server processes. Nothing here knows our classes: {@code process}
 * starts servers through {@code bin/}, {@code client} and {@code admin} hold the scenarios of the
 * official libraries, {@code wire} speaks raw frames. Each sub-package says who may use it.
 */
@NullMarked
package io.apogeemq.systemtests;

import org.jspecify.annotations.NullMarked;

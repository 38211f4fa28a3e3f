/**
 * Tests of the commands in {@code bin/}: under dash, from any place, with a stand-in for java where
 * only the launcher is of interest, and with the real services where their life and end are. They
 * touch only processes that they started.
 */
@NullMarked
package io.apogeemq.systemtests.scripts;

import org.jspecify.annotations.NullMarked;

/**
 * What the tests of all modules share: clocks and other fixtures that production code takes as
 * parameters. Travels as the test-jar of this module.
 */
@NullMarked
package io.apogeemq.common.testing;

import org.jspecify.annotations.NullMarked;

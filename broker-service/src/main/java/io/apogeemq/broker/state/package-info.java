/**
 * The fold machinery: state records in the log, the contract of a fold, replay at start and the
 * dispatcher that follows the readable end. Uses log; every fold and use case with state uses it.
 */
@NullMarked
package io.apogeemq.broker.state;

import org.jspecify.annotations.NullMarked;

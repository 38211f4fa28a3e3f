/**
 * What the three services share of Spring: management defaults, translation of classic
 * configuration files and command lines, start-up failures in plain words, log files, health and
 * metric conventions. The only room of this module that knows Spring.
 */
@NullMarked
package io.apogeemq.common.boot;

import org.jspecify.annotations.NullMarked;

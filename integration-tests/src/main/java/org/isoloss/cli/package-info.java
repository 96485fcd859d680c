/**
 * The main job: trains the same network in both frameworks with a loss that neither has, and compares every loss with the
 * core. A program for people who want to see it before they believe it.
 */
@NullMarked
package org.isoloss.cli;

import org.jspecify.annotations.NullMarked;

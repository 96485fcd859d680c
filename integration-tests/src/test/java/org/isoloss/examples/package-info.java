/** The examples of {@code docs/djl.md} and {@code docs/dl4j.md}: programs that people copy, and the test that the pages show them and their figures. */
@NullMarked
package org.isoloss.examples;

import org.jspecify.annotations.NullMarked;

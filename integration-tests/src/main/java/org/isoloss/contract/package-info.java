/**
 * What a loss, and a backend, must keep to be one of us: properties that are proved from a signature alone. Published, so
 * that the test of a third party's loss is one line.
 */
@NullMarked
package org.isoloss.contract;

import org.jspecify.annotations.NullMarked;

/**
 * The reference backend: plain Java arrays, double precision, the most obvious loops. It is never made faster, so that it can
 * be believed.
 */
@NullMarked
package org.isoloss.host;

import org.jspecify.annotations.NullMarked;

/** Losses made of losses. Each part is reduced by itself; ports of equal name, domain and dimensions are shared. */
@NullMarked
package org.isoloss.composite;

import org.jspecify.annotations.NullMarked;

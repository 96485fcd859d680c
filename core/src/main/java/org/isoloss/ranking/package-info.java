/** Losses over lists of documents. A row is a list; a negative grade says that there is no document, and padding changes nothing. */
@NullMarked
package org.isoloss.ranking;

import org.jspecify.annotations.NullMarked;

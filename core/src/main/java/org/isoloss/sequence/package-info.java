/** Losses over sequences whose alignment is not known. A row is a sequence; what is behind its length takes no part. */
@NullMarked
package org.isoloss.sequence;

import org.jspecify.annotations.NullMarked;

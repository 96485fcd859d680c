/** Pages of the documentation that are made from what they document, and the test that they are current. */
@NullMarked
package org.isoloss.docs;

import org.jspecify.annotations.NullMarked;

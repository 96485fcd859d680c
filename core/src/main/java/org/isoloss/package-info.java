/**
 * Loss functions written once. A {@link org.isoloss.Loss} is a record that says what goes in and what its terms are; an
 * {@link org.isoloss.Evaluator} runs it on a backend, and masks, weights and reduction happen here, in one place.
 */
@NullMarked
package org.isoloss;

import org.jspecify.annotations.NullMarked;

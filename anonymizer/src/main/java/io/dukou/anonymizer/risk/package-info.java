/** Measures how easily the persons in a table can be found again. */
@NullMarked
package io.dukou.anonymizer.risk;

import org.jspecify.annotations.NullMarked;

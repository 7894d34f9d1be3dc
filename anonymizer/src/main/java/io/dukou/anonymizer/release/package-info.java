/**
 * Applies a release plan to a data cut, keeps the rule across cuts and looks for identifiers in
 * what is about to leave.
 */
@NullMarked
package io.dukou.anonymizer.release;

import org.jspecify.annotations.NullMarked;

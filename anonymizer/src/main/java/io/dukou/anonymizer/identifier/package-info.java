/**
 * What points at one person wherever it stands: resident ID numbers, telephone numbers, and the
 * names of known persons. Detection looks for them before a plan, the last search after it.
 */
@NullMarked
package io.dukou.anonymizer.identifier;

import org.jspecify.annotations.NullMarked;

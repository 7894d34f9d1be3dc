/**
 * Proposes what each column of a table is, for a person to review: by its name, its values and a
 * define.xml. Nothing here decides a release, and nothing it says holds a value of the table.
 */
@NullMarked
package io.dukou.anonymizer.detect;

import org.jspecify.annotations.NullMarked;

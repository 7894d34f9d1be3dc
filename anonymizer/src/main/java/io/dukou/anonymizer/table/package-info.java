/** Dictionary-encoded tables and their strict CSV form. */
@NullMarked
package io.dukou.anonymizer.table;

import org.jspecify.annotations.NullMarked;

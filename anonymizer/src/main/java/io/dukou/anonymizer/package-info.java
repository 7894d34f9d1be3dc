/** Turns a table of personal data into one that meets a stated privacy model. */
@NullMarked
package io.dukou.anonymizer;

import org.jspecify.annotations.NullMarked;

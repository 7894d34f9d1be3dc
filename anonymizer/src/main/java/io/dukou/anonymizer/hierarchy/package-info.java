/** Generalisation hierarchies, from files and from rules, and columns seen through them. */
@NullMarked
package io.dukou.anonymizer.hierarchy;

import org.jspecify.annotations.NullMarked;

/** Finds the release plan with the smallest information loss, and keeps it. */
@NullMarked
package io.dukou.anonymizer.plan;

import org.jspecify.annotations.NullMarked;

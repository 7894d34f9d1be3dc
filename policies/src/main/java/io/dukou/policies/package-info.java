/** Decides whether a request is allowed, and under which obligations. */
@NullMarked
package io.dukou.policies;

import org.jspecify.annotations.NullMarked;

/** Records decisions in an append-only log that others can verify. */
@NullMarked
package io.dukou.audit;

import org.jspecify.annotations.NullMarked;

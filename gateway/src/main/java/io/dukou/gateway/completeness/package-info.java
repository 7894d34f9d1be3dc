/** Whether the answers that left, the entries of the log and the persons counted agree. */
@NullMarked
package io.dukou.gateway.completeness;

import org.jspecify.annotations.NullMarked;

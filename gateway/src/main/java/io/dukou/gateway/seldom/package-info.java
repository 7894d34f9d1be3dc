/** Keeps a fault that stays, or a caller that does not cease, from filling the disk of the log. */
@NullMarked
package io.dukou.gateway.seldom;

import org.jspecify.annotations.NullMarked;

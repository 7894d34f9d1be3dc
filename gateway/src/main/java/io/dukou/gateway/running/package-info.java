/** Puts the parts of a gateway together, starts and stops them. */
@NullMarked
package io.dukou.gateway.running;

import org.jspecify.annotations.NullMarked;

/** Listening for HTTP where few ask and little is taken: what it has in common. */
@NullMarked
package io.dukou.gateway.listen;

import org.jspecify.annotations.NullMarked;

/** A witness over HTTP, and the gateway's own questions to witnesses. */
@NullMarked
package io.dukou.gateway.witness;

import org.jspecify.annotations.NullMarked;

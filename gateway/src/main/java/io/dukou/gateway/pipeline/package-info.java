/**
 * The one path for every byte: the stages in their order, and the seam at which the HTTP layer
 * meets them.
 *
 * <p>The HTTP layer makes a {@link io.dukou.gateway.pipeline.Request} of an authenticated caller's
 * request, hands it to the {@link io.dukou.gateway.pipeline.Pipeline} and writes the {@link
 * io.dukou.gateway.pipeline.Answer} that comes back, adding nothing of its own.
 */
@NullMarked
package io.dukou.gateway.pipeline;

import org.jspecify.annotations.NullMarked;

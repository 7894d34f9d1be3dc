package io.dukou.gateway.release;

import org.jspecify.annotations.Nullable;

/**
 * An answer that lies ready.
 *
 * @param body the bytes, to be freed by who holds this
 * @param nextCursor where the next page begins, or null when there is none
 */
public record PreparedAnswer(ReadyBody body, @Nullable String nextCursor) {}

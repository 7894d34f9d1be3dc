package io.dukou.gateway.outbound;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The usable parts of an answer; nothing else of the peer's head is kept.
 *
 * @param status its status, one of those that the request takes
 * @param contentType the media type with its parameters, or null
 * @param etag the {@code ETag} field, or null
 * @param lastModified the {@code Last-Modified} field, or null
 * @param body the body, to be read by one worker thread (never an event loop) and closed; it throws
 *     {@link OutboundException} where the answer turns out to be unusable, and ends normally only
 *     once the whole announced body has come
 */
public record OutboundResponse(
    int status,
    @Nullable String contentType,
    @Nullable String etag,
    @Nullable String lastModified,
    InputStream body) {}

package io.dukou.gateway.facts;

import org.jspecify.annotations.Nullable;

/**
 * How the gateway and its log are run.
 *
 * @param logRetentionDays how long network logs are kept, or null when not known
 */
public record Posture(@Nullable Integer logRetentionDays) {}

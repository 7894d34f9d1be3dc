package io.dukou.gateway.cut;

import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.outbound.OutboundClient;
import io.dukou.gateway.outbound.OutboundLimits;

/**
 * How origins are reached and where that is recorded.
 *
 * @param client the one client for outgoing connections
 * @param limits bounds beside those that each route sets for itself
 * @param journal where each read is recorded
 */
public record OriginAccess(OutboundClient client, OutboundLimits limits, Journal journal) {}

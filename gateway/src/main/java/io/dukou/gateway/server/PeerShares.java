package io.dukou.gateway.server;

import io.dukou.gateway.identity.PeerNetwork;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what strangers may hold at once, such as connections: all together, and each peer, against
 * their limits. Safe for any thread. What was let in must be let out exactly once.
 */
final class PeerShares {
  private final int limit;
  private final int limitPerPeer;
  private final Map<InetAddress, Integer> held = new HashMap<>();
  private int all;

  /** Creates a count of nothing held. */
  PeerShares(int limit, int limitPerPeer) {
    this.limit = limit;
    this.limitPerPeer = limitPerPeer;
  }

  /** Lets one more of {@code peer} in; returns false when it is one too many. */
  synchronized boolean enter(InetAddress peer) {
    InetAddress network = PeerNetwork.of(peer);
    int own = held.getOrDefault(network, 0);
    if (all >= limit || own >= limitPerPeer) {
      return false;
    }
    held.put(network, own + 1);
    all++;
    return true;
  }

  /** Lets one of {@code peer} out that {@link #enter} let in. */
  synchronized void leave(InetAddress peer) {
    held.computeIfPresent(PeerNetwork.of(peer), (network, own) -> own == 1 ? null : own - 1);
    all--;
  }

  /** Returns how many are held, all peers together. */
  synchronized int all() {
    return all;
  }

  /** Returns how many may be held, all peers together. */
  int limit() {
    return limit;
  }
}

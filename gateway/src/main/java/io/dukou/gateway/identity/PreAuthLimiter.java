package io.dukou.gateway.identity;

import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns peers away unheard while they have failed to authenticate too often. Safe for use by
 * several threads.
 *
 * <h2>How it works</h2>
 *
 * <p>Each peer, and all peers together, have a bucket of failures that fills up evenly over time to
 * what a minute allows. A failure takes one; a peer without one left is turned away. What counts as
 * one peer is said by {@link PeerNetwork}.
 *
 * <p>The common bucket turns away only peers that have not authenticated lately, and no bucket
 * turns away credentials that have: so strangers cannot lock out callers by failing, neither from
 * elsewhere nor from the same address, as when many sit behind one. That lets nobody guess more: a
 * guess that was never right is held by the buckets, and credentials that fail are forgotten.
 *
 * <p>Memory is bounded: the peer that was seen longest ago is forgotten first, and whoever gains a
 * fresh bucket by that is still held by the common one. Credentials are remembered only after they
 * authenticated, so strangers push none out.
 */
public final class PreAuthLimiter {
  private final InstantSource clock;
  private final int perPeer;
  private final Bucket common;
  private final Map<InetAddress, Bucket> peers;
  private final Map<ShownCredentials, Boolean> proven;

  private PreAuthLimiter(PreAuthentication limits, InstantSource clock) {
    this.clock = clock;
    this.perPeer = limits.perPeerPerMinute();
    this.common = new Bucket(limits.perMinute(), clock.instant());
    this.peers = new Recent<>(limits.peers());
    this.proven = new Recent<>(limits.peers());
  }

  /** Returns a limiter in which nobody has failed yet. */
  public static PreAuthLimiter create(PreAuthentication limits, InstantSource clock) {
    return new PreAuthLimiter(limits, clock);
  }

  /** Returns true when {@code shown} may be looked at, coming from {@code peer}. */
  public synchronized boolean admits(InetAddress peer, ShownCredentials shown) {
    return proven.get(shown) != null || admits(peer);
  }

  /** Remembers that {@code peer} failed with {@code shown}. */
  public synchronized void failed(InetAddress peer, ShownCredentials shown) {
    Instant now = clock.instant();
    proven.remove(shown);
    bucket(peer, now).take(now);
    common.take(now);
  }

  /** Remembers that {@code peer} authenticated with {@code shown}. */
  public synchronized void succeeded(InetAddress peer, ShownCredentials shown) {
    bucket(peer, clock.instant()).known = true;
    if (shown.any()) {
      proven.put(shown, true);
    }
  }

  /** Returns the number of peers and credentials that are remembered. */
  synchronized int size() {
    return peers.size() + proven.size();
  }

  private boolean admits(InetAddress peer) {
    Instant now = clock.instant();
    Bucket own = peers.get(PeerNetwork.of(peer));
    if (own == null) {
      return common.holdsOne(now);
    }
    return own.holdsOne(now) && (own.known || common.holdsOne(now));
  }

  private Bucket bucket(InetAddress peer, Instant now) {
    return peers.computeIfAbsent(PeerNetwork.of(peer), key -> new Bucket(perPeer, now));
  }

  /** Failures that are still allowed. */
  private static final class Bucket {
    private final double capacity;
    private final double perNano;
    private double level;
    private Instant filledAt;
    private boolean known;

    Bucket(int perMinute, Instant now) {
      capacity = perMinute;
      perNano = capacity / Duration.ofMinutes(1).toNanos();
      level = capacity;
      filledAt = now;
    }

    boolean holdsOne(Instant now) {
      fill(now);
      return level >= 1;
    }

    void take(Instant now) {
      fill(now);
      level = Math.max(0, level - 1);
    }

    private void fill(Instant now) {
      if (now.isAfter(filledAt)) {
        Duration passed = Duration.between(filledAt, now);
        // Longer than a day fills every bucket; the cut keeps the nanoseconds within a long.
        long nanos = passed.toDays() > 0 ? Duration.ofDays(1).toNanos() : passed.toNanos();
        level = Math.min(capacity, level + nanos * perNano);
        filledAt = now;
      }
    }
  }

  /** What is remembered in the order of use, the oldest of which makes room. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > most;
    }
  }
}

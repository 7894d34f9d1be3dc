package io.dukou.audit;

import static java.util.Objects.requireNonNull;

/**
 * Where domestic parts lie and the key they are encrypted under.
 *
 * @param storage a directory of its own, in China, not inside the log's
 * @param key the domestic key
 */
public record DomesticStorage(LogStorage storage, DomesticKey key) {
  /** Checks that both are given. */
  public DomesticStorage {
    requireNonNull(storage, "storage");
    requireNonNull(key, "key");
  }
}

package io.dukou.audit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest entry of each recipient, from which {@code previous} is taken. Not thread-safe. */
final class RecipientChains {
  private final Map<String, Long> newest = new HashMap<>();

  /**
   * Makes {@code index} a recipient's newest entry.
   *
   * @return the one before it, or null if there was none or there is no recipient
   */
  @Nullable Long extend(@Nullable String recipient, long index) {
    return recipient == null ? null : newest.put(recipient, index);
  }
}

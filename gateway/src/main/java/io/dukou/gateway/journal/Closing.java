package io.dukou.gateway.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * How something that an earlier entry announced has ended.
 *
 * @param outcome how it ended
 * @param of index of that entry
 * @param bytes bytes of the body that went
 */
public record Closing(Outcome outcome, long of, long bytes) {
  /** Returns the decision of a close entry. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("outcome", outcome.word())
        .put("of", of)
        .put("bytes", bytes);
  }

  /** How a transfer ended. */
  public enum Outcome {
    /** All of it went. */
    COMPLETE,
    /** A part of it may have gone. */
    ABORTED,
    /** It is certain that no byte went. */
    NOTHING_LEFT;

    /** Returns the word of the entry. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

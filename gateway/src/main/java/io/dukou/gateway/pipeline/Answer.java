package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.Receipt;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a caller gets; its entry in the log is durable before it is handed over. */
public sealed interface Answer {
  /**
   * A body that may leave, answered with 200.
   *
   * @param decision the number of the decision
   * @param receipt the proof that the decision is in the log
   * @param mediaType the value of {@code Content-Type}
   * @param body the body, or null when only the head was asked for
   * @param nextCursor where the next page begins, if there is one
   */
  record Released(
      long decision,
      Receipt receipt,
      String mediaType,
      @Nullable Body body,
      Optional<String> nextCursor)
      implements Answer {
    /** Checks that the parts are there. */
    public Released {
      requireNonNull(receipt, "receipt");
      requireNonNull(mediaType, "mediaType");
      requireNonNull(nextCursor, "nextCursor");
    }
  }

  /**
   * A refusal.
   *
   * @param decision the number of the decision; empty only when it could not be recorded
   * @param receipt the proof that the decision is in the log, under the same condition
   * @param problem what the caller is told
   */
  record Refused(OptionalLong decision, Optional<Receipt> receipt, Problem problem)
      implements Answer {
    /** Checks that the parts are there. */
    public Refused {
      requireNonNull(decision, "decision");
      requireNonNull(receipt, "receipt");
      requireNonNull(problem, "problem");
    }
  }
}

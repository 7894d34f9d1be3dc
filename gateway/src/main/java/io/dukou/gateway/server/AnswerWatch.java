package io.dukou.gateway.server;

import io.dukou.gateway.pipeline.Body.Ending;

/**
 * Told of every answer with a body at the place where it is handed to a connection, by what the
 * connection itself counts; for comparing with what the log says. Called on event loops, and must
 * not block.
 */
public interface AnswerWatch {
  /** Watches nothing. */
  AnswerWatch NONE =
      new AnswerWatch() {
        @Override
        public void begun(long decision) {}

        @Override
        public void over(long decision, Ending ending, long bytes) {}
      };

  /** An answer is about to be handed over; nothing of its body was yet. */
  void begun(long decision);

  /**
   * It is over.
   *
   * @param bytes of the body that the connection took
   */
  void over(long decision, Ending ending, long bytes);
}

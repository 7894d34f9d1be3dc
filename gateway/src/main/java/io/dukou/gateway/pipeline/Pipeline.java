package io.dukou.gateway.pipeline;

import io.vertx.core.Future;

/**
 * Decides, records and prepares one answer for one authenticated request.
 *
 * <p>{@link #answer} is called on the context of the request's connection and never blocks it.
 */
public interface Pipeline {
  /**
   * Answers a request. Every authenticated request goes through here, misused ones too, so that
   * each has a decision and an entry in the log.
   *
   * @return completes on the calling context once the answer's entry is durable. It never fails and
   *     the method never throws: every failure is an {@link Answer.Refused}
   */
  Future<Answer> answer(Request request);

  /**
   * Refuses every request that is under way and not being recorded, because the gateway stops.
   *
   * @return completes when each has its entry, whatever it says; never fails
   */
  Future<Void> end();
}

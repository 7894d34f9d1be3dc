package io.dukou.policies;

import java.util.concurrent.CompletionStage;

/**
 * Carries one request to an OPA server. Implemented where HTTP is known.
 *
 * <p>An implementation enforces the deadline, follows no redirect, limits the size of the answer,
 * and never blocks or throws in the calling thread.
 */
@FunctionalInterface
public interface OpaTransport {
  /**
   * Posts a JSON body.
   *
   * @param pathAndQuery what follows the server's address, for example {@code
   *     /v1/data/dukou/main/request?provenance=true}
   * @param body the body, to be sent as {@code application/json}; not to be changed
   * @return a stage that completes with the body of an answer whose status is 200, and
   *     exceptionally for every other status and every failure, a missed deadline included
   */
  CompletionStage<byte[]> post(String pathAndQuery, byte[] body);
}

package io.dukou.gateway.server;

import io.dukou.audit.Receipt;
import io.dukou.gateway.identity.AuthenticationException;
import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Body;
import io.dukou.gateway.pipeline.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * Writes the head of an answer. These are all the fields there are: {@code Content-Type}, {@code
 * Content-Length}, {@code Cache-Control}, {@code Dukou-Decision}, {@code Dukou-Receipt}, {@code
 * Dukou-Next-Cursor} and {@code Repr-Digest}; {@code Allow} with 405, {@code WWW-Authenticate} with
 * 401, and {@code Connection} where HTTP/1 needs it.
 */
final class AnswerHead {
  private static final CharSequence CACHE_CONTROL = HttpHeaders.createOptimized("cache-control");
  private static final CharSequence NEVER_STORED =
      HttpHeaders.createOptimized("no-store, no-transform");
  private static final CharSequence DECISION = HttpHeaders.createOptimized("dukou-decision");
  private static final CharSequence RECEIPT = HttpHeaders.createOptimized("dukou-receipt");
  private static final CharSequence NEXT_CURSOR = HttpHeaders.createOptimized("dukou-next-cursor");
  private static final CharSequence REPR_DIGEST = HttpHeaders.createOptimized("repr-digest");

  /** The longest receipt in a field, in characters of base64; a longer one is fetched. */
  private static final int LONGEST_INLINE = 6 * 1024;

  private static final String RECEIPTS = "/.well-known/dukou/receipts/";

  private AnswerHead() {}

  /** Puts the head of a released answer. */
  static void put(HttpServerResponse response, Answer.Released released) {
    response.setStatusCode(200);
    putCommon(response, released.mediaType());
    putReceipt(response, released.decision(), released.receipt());
    released.nextCursor().ifPresent(cursor -> response.putHeader(NEXT_CURSOR, cursor));
    Body body = released.body();
    if (body != null) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.length()));
      response.putHeader(REPR_DIGEST, body.reprDigest());
    }
  }

  /** Puts the head of a recorded refusal. */
  static void put(HttpServerResponse response, Answer.Refused refused) {
    put(response, refused.problem());
    OptionalLong decision = refused.decision();
    if (decision.isPresent() && refused.receipt().isPresent()) {
      putReceipt(response, decision.getAsLong(), refused.receipt().get());
    }
  }

  /** Puts the head of a refusal that nothing was recorded of. */
  static void put(HttpServerResponse response, Problem problem) {
    response.setStatusCode(problem.status());
    putCommon(response, ProblemJson.MEDIA_TYPE);
    if (problem.status() == 401) {
      response.putHeader("www-authenticate", AuthenticationException.CHALLENGE);
    } else if (problem.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, "GET, HEAD");
    }
  }

  private static void putCommon(HttpServerResponse response, String mediaType) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
    response.putHeader(CACHE_CONTROL, NEVER_STORED);
  }

  private static void putReceipt(HttpServerResponse response, long decision, Receipt receipt) {
    response.putHeader(DECISION, Long.toString(decision));
    byte[] proof = receipt.tlogProof().getBytes(StandardCharsets.UTF_8);
    boolean inline = (proof.length + 2) / 3 * 4 <= LONGEST_INLINE;
    response.putHeader(
        RECEIPT, inline ? Base64.getEncoder().encodeToString(proof) : RECEIPTS + decision);
  }
}

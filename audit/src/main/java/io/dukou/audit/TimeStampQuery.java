package io.dukou.audit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/**
 * A question to a time stamping authority (RFC 3161, section 2.4.1) about some bytes: their SHA-256
 * and a fresh nonce, never the bytes, and a wish for the certificate. Immutable.
 */
public final class TimeStampQuery {
  /** The media type of a question (RFC 3161, section 3.4). */
  public static final String MEDIA_TYPE = "application/timestamp-query";

  /** The media type of an answer. */
  public static final String REPLY_MEDIA_TYPE = "application/timestamp-reply";

  /** The longest answer that is read; those with a chain of certificates have a few thousand. */
  public static final int LONGEST_REPLY = 1 << 16;

  private static final int NONCE_BITS = 64;

  private final byte[] message;
  private final TimeStampRequest request;

  private TimeStampQuery(byte[] message, TimeStampRequest request) {
    this.message = message;
    this.request = request;
  }

  /** Returns a question about a message. */
  static TimeStampQuery of(byte[] message, SecureRandom random) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return new TimeStampQuery(
        message,
        generator.generate(
            NISTObjectIdentifiers.id_sha256,
            TreeHash.sha256().digest(message),
            new BigInteger(NONCE_BITS, random)));
  }

  /** Returns the question in DER, to be sent as {@link #MEDIA_TYPE}. */
  public byte[] encoded() {
    try {
      return request.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("what was made can be encoded", e);
    }
  }

  /**
   * Checks an answer: that it answers this question, and comes from an authority that is trusted.
   *
   * @throws MalformedException if it does not, and the remedy where there is one
   */
  TimeStamp accept(byte[] reply, TimeStampTrust trust) {
    try {
      new TimeStampResponse(reply).validate(request);
    } catch (TSPException | IOException | RuntimeException e) {
      // Of bytes that are almost an answer, the parser says so by exceptions of many kinds.
      throw new MalformedException("time stamp: does not answer the question that was asked");
    }
    return trust.check(reply, message);
  }
}

package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.yaml.ByteSize;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset is read whole, and how it is known to have changed.
 *
 * @param url the URL whose single 200 answer is the complete table
 * @param version how a change is noticed
 * @param recheck how old the last look at the version may be before it is looked at again
 * @param timeout how long one read may take
 * @param maxBytes the largest body taken
 * @param format what the body is
 * @param csv the form of CSV bodies
 * @param trust how the connection is protected and the gateway proves itself
 */
public record OriginConfig(
    URI url,
    Version version,
    Duration recheck,
    Duration timeout,
    ByteSize maxBytes,
    Format format,
    CsvForm csv,
    Trust trust) {
  /** Checks that the parts are there. */
  public OriginConfig {
    requireNonNull(url, "url");
    requireNonNull(version, "version");
    requireNonNull(recheck, "recheck");
    requireNonNull(timeout, "timeout");
    requireNonNull(maxBytes, "maxBytes");
    requireNonNull(format, "format");
    requireNonNull(csv, "csv");
    requireNonNull(trust, "trust");
  }

  /** What a body is. The answer to a caller has the same media type. */
  public enum Format {
    /** {@code text/csv}. */
    CSV,
    /** A JSON array of flat objects, {@code application/json}. */
    JSON,
    /** One flat JSON object a line, {@code application/x-ndjson}. */
    NDJSON,
    /** CDISC Dataset-JSON 1.1 as one JSON document. */
    DATASET_JSON,
    /** CDISC Dataset-JSON 1.1 as NDJSON. */
    DATASET_NDJSON
  }

  /**
   * The form of CSV bodies.
   *
   * @param delimiter the character between fields
   * @param encoding the character encoding
   */
  public record CsvForm(char delimiter, Charset encoding) {
    /** Checks that the encoding is there. */
    public CsvForm {
      requireNonNull(encoding, "encoding");
    }
  }

  /**
   * How the connection to the origin is protected.
   *
   * @param authorities the PEM file with the authorities that the origin's certificate comes from,
   *     or null for those of the Java runtime
   * @param tokenFile the owner-only file with the bearer token that the gateway shows to the
   *     origin, or null when it shows none
   * @param plainTextReason why this origin may be read without TLS although it is not on loopback,
   *     or null when it may not
   */
  public record Trust(
      @Nullable Path authorities, @Nullable Path tokenFile, @Nullable String plainTextReason) {}

  /** How a change of the dataset is noticed. */
  public sealed interface Version {}

  /** By the strong entity tag of a HEAD answer. */
  public record EntityTag() implements Version {}

  /** By the last-modified time of a HEAD answer. */
  public record LastModified() implements Version {}

  /** By a value in a JSON document at another URL. */
  public record Pointer(URI url, String pointer) implements Version {
    /**
     * Checks that the pointer is an RFC 6901 JSON pointer.
     *
     * @param url the URL of the document
     * @param pointer the place of the value in it
     */
    public Pointer {
      requireNonNull(url, "url");
      if (!isJsonPointer(pointer)) {
        throw new IllegalArgumentException("pointer: write a JSON pointer such as /meta/version");
      }
    }

    /** A loop, since a regular expression of nested repetitions takes stack for each character. */
    private static boolean isJsonPointer(String pointer) {
      boolean sound = pointer.startsWith("/");
      for (int at = pointer.indexOf('~'); at >= 0; at = pointer.indexOf('~', at + 1)) {
        sound &= pointer.startsWith("0", at + 1) || pointer.startsWith("1", at + 1);
      }
      return sound;
    }
  }

  /** By nothing but the digest of the body, so that every recheck reads the whole table. */
  public record BodyDigest() implements Version {}
}

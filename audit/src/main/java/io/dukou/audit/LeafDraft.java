package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller knows of a {@link Leaf} before it is sequenced; only what the recipient may know.
 *
 * <p>The log adds the index, {@code previous} and the commitment to the domestic part.
 *
 * @param kind what the entry records
 * @param at when, by the caller's clock; cut to milliseconds, recorded as it is even when the clock
 *     went backwards (the order of entries is their index, never this time)
 * @param recipient the recipient whose chain the entry joins, or null when it concerns none
 * @param study the study, or null
 * @param dataset the dataset, or null
 * @param purpose the registered purpose, or null
 * @param decision a JSON object; it is not copied and must not change until {@link AuditLog#append}
 *     has returned
 * @param policy the policy revision, or null
 * @param digests digests by name, each 64 lower-case hexadecimal digits; {@code sha-256} and {@code
 *     sm3} are those of the released body, other names are recorded and not tied to a body
 * @param chunkRoot root of the body's chunk tree in hexadecimal, or null when there is no body
 * @param length bytes of the body, null exactly when there is no chunk root
 */
public record LeafDraft(
    LeafKind kind,
    Instant at,
    @Nullable String recipient,
    @Nullable String study,
    @Nullable String dataset,
    @Nullable String purpose,
    JsonNode decision,
    @Nullable String policy,
    Map<String, String> digests,
    @Nullable String chunkRoot,
    @Nullable Long length) {

  /**
   * Checks the parts.
   *
   * @throws EntryRefusedException if the decision is not an object, a digest is not 64 lower-case
   *     hexadecimal digits or has a strange name, the year has not four digits, or the length is
   *     negative, beyond 2^53 - 1, or not there exactly where the chunk root is
   */
  public LeafDraft {
    requireNonNull(kind, "kind");
    at = requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
    requireNonNull(decision, "decision");
    digests = Map.copyOf(digests);
    try {
      LeafRules.check(at, decision, digests, chunkRoot, length);
    } catch (MalformedException e) {
      throw new EntryRefusedException(e.getMessage());
    }
  }
}

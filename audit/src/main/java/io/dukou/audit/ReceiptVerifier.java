package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.Verification.Aspect;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.Verification.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks one receipt offline, with nothing but the log's public key.
 *
 * <p>Each aspect builds on the one before: form, signature, inclusion, leaf, body. The first that
 * fails ends the check, since nothing behind it would mean anything.
 *
 * <pre>{@code
 * Verification result = ReceiptVerifier.verify(text, VerifierKey.parse(vkey), body);
 * result.statements().forEach(statement -> System.out.println(statement.words()));
 * }</pre>
 */
public final class ReceiptVerifier {
  private final List<Statement> statements = new ArrayList<>();
  private @Nullable Long index;
  private @Nullable Leaf leaf;
  private @Nullable Checkpoint checkpoint;

  private ReceiptVerifier() {}

  /**
   * Checks a receipt and, when one is given, the body it is about.
   *
   * @param tlogProof the receipt's text
   * @param key the log's public key
   * @param body the saved body, read to its end and left open, or null
   * @return what was proved, what failed and what was not looked at; a malformed receipt is a
   *     result, not an exception
   * @throws IOException if the body cannot be read
   */
  public static Verification verify(String tlogProof, LogVerifier key, @Nullable InputStream body)
      throws IOException {
    return verify(tlogProof, key, body, null);
  }

  /**
   * Checks a receipt as {@link #verify(String, LogVerifier, InputStream)} does, and the time stamp
   * of its checkpoint.
   *
   * @param stamp the time stamp, or null
   */
  public static Verification verify(
      String tlogProof, LogVerifier key, @Nullable InputStream body, @Nullable Stamp stamp)
      throws IOException {
    return verify(tlogProof, key, body, stamp, null);
  }

  /**
   * Checks a receipt as {@link #verify(String, LogVerifier, InputStream, Stamp)} does, and whether
   * enough witnesses saw its checkpoint.
   *
   * @param policy which witnesses, or null
   */
  public static Verification verify(
      String tlogProof,
      LogVerifier key,
      @Nullable InputStream body,
      @Nullable Stamp stamp,
      @Nullable WitnessPolicy policy)
      throws IOException {
    requireNonNull(tlogProof, "tlogProof");
    requireNonNull(key, "key");
    ReceiptVerifier verifier = new ReceiptVerifier();
    Leaf proved = verifier.proveLeaf(tlogProof, key);
    if (proved != null) {
      verifier.checkBody(proved, body);
      verifier.checkTime(stamp);
      verifier.checkWitnesses(policy);
    }
    return new Verification(
        verifier.statements, verifier.index, verifier.leaf, verifier.checkpoint);
  }

  private @Nullable Leaf proveLeaf(String text, LogVerifier key) {
    Aspect aspect = Aspect.FORM;
    try {
      TlogProof proof = TlogProof.parse(text);
      Note.parse(proof.checkpoint());
      proved(aspect, "The receipt has the form of a C2SP tlog-proof with its entry.");
      index = proof.index();
      aspect = Aspect.SIGNATURE;
      Checkpoint signed = Checkpoint.open(proof.checkpoint(), key);
      checkpoint = signed;
      proved(
          aspect,
          "The log " + signed.origin() + " signed a tree of " + signed.size() + " entries.");
      aspect = Aspect.INCLUSION;
      proveInclusion(proof, signed);
      aspect = Aspect.LEAF;
      Leaf parsed = Leaf.parse(proof.leaf());
      LeafRules.require(
          parsed.previous() == null || parsed.previous() < proof.index(),
          "its previous entry is not before it");
      leaf = parsed;
      proved(aspect, "The entry is " + describe(parsed) + ".");
      return parsed;
    } catch (MalformedException e) {
      failed(aspect, sentence(e.getMessage()));
      return null;
    }
  }

  private void proveInclusion(TlogProof proof, Checkpoint signed) {
    byte[] leafHash = new TreeHash().leaf(proof.leaf());
    InclusionProof inclusion = new InclusionProof(proof.index(), signed.size(), proof.path());
    if (!inclusion.binds(leafHash, signed.root())) {
      throw new MalformedException("the entry does not lead to the signed root");
    }
    proved(
        Aspect.INCLUSION, "The entry in the receipt is number " + proof.index() + " of that tree.");
  }

  private void checkBody(Leaf entry, @Nullable InputStream body) throws IOException {
    if (body == null) {
      notProved(Aspect.BODY, "No body was given, so none was compared.");
      return;
    }
    if (!entry.digests().containsKey(BodyDigester.SHA_256)) {
      failed(
          Aspect.BODY,
          "The entry is about no body, as that of a refusal is, but one was given: leave it out to"
              + " check the receipt alone.");
      return;
    }
    boolean sm3 = entry.digests().containsKey(BodyDigester.SM3);
    BodyDigest digest =
        BodyDigester.digest(body, sm3 ? DigestSuite.SHA256_AND_SM3 : DigestSuite.SHA256);
    digest
        .digests()
        .forEach(
            (name, value) ->
                compare(Aspect.BODY, name + " digest", value.equals(entry.digests().get(name))));
    if (entry.chunkRoot() != null) {
      compare(Aspect.CHUNKS, "chunk root", digest.chunkRoot().equals(entry.chunkRoot()));
      compare(Aspect.CHUNKS, "length", Objects.equals(digest.length(), entry.length()));
    }
  }

  private void compare(Aspect aspect, String what, boolean equal) {
    if (equal) {
      proved(aspect, "The body has the " + what + " in the entry.");
    } else {
      failed(aspect, "The body does not have the " + what + " in the entry: it was changed.");
    }
  }

  private void checkTime(@Nullable Stamp stamp) {
    notProved(Aspect.TIME, "The time in the entry is what the log's operator says it was.");
    Checkpoint signed = checkpoint;
    if (stamp == null || signed == null) {
      return;
    }
    try {
      TimeStamp found =
          stamp.trust().check(stamp.reply(), signed.note().getBytes(StandardCharsets.UTF_8));
      proved(
          Aspect.TIME,
          "The signed tree, and so the entry, existed at "
              + found.at()
              + accuracy(found)
              + " by the clock of "
              + WitnessStatement.printable(found.authority())
              + ".");
    } catch (MalformedException e) {
      failed(Aspect.TIME, sentence(e.getMessage()));
    }
  }

  private static String accuracy(TimeStamp stamp) {
    return stamp.accuracyMillis() == 0 ? "" : " (within " + stamp.accuracyMillis() + " ms)";
  }

  private void checkWitnesses(@Nullable WitnessPolicy policy) {
    if (checkpoint != null) {
      statements.add(WitnessStatement.of(policy, checkpoint));
    }
  }

  private static String describe(Leaf leaf) {
    StringBuilder words = new StringBuilder("of kind " + leaf.kind().wireName());
    words.append(", made at ").append(LeafRules.formatTime(leaf.at()));
    if (leaf.recipient() != null) {
      words.append(", for ").append(WitnessStatement.printable(leaf.recipient()));
      words.append(
          leaf.previous() == null
              ? ", its first entry"
              : ", whose entry before this one is " + leaf.previous());
    }
    return words.toString();
  }

  private static String sentence(String problem) {
    return "Not proved: " + problem + ".";
  }

  private void proved(Aspect aspect, String words) {
    statements.add(new Statement(aspect, Outcome.PROVED, words));
  }

  private void failed(Aspect aspect, String words) {
    statements.add(new Statement(aspect, Outcome.FAILED, words));
  }

  private void notProved(Aspect aspect, String words) {
    statements.add(new Statement(aspect, Outcome.NOT_PROVED, words));
  }

  /**
   * A time stamp and who is believed.
   *
   * @param reply the authority's answer about the receipt's checkpoint (RFC 3161), as a {@code
   *     .tsr} file holds it
   * @param trust the roots of the authorities
   */
  @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
  public record Stamp(byte[] reply, TimeStampTrust trust) {}
}

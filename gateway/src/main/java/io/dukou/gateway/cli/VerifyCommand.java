package io.dukou.gateway.cli;

import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.TimeStampTrust;
import io.dukou.audit.Verification;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.WitnessPolicy;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code dukou verify}: checks a receipt with nothing but the log's public key, and says what that
 * proved and what it did not.
 */
@Command(
    name = "verify",
    description = {
      "Check a receipt offline with nothing but the log's public key.",
      "Exits with 0 when nothing failed, 1 when something did, 2 when a file cannot be read."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final long LONGEST_RECEIPT = 1 << 20;
  private static final String PROOF_START = "c2sp.org/tlog-proof";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(
      paramLabel = "RECEIPT",
      description =
          "The receipt: a .tlog-proof file, or a file with the value of the Dukou-Receipt header;"
              + " - reads standard input.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private String receipt;

  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Option(
      names = "--body",
      paramLabel = "FILE",
      description = "The saved answer, to be compared with the digests in the receipt.")
  private @Nullable Path body;

  @Mixin private final TimeStampOption authorities = new TimeStampOption();

  @Mixin private final WitnessPolicyOption witnesses = new WitnessPolicyOption();

  @Option(
      names = "--without-quorum",
      description = "With --policy: only say which witnesses saw the checkpoint.")
  private boolean withoutQuorum;

  @Option(
      names = "--timestamp",
      paramLabel = "FILE",
      description = "The time stamp of the receipt's checkpoint, a .tsr file; needs --tsa.")
  private @Nullable Path timeStamp;

  @Option(
      names = "--part",
      paramLabel = "FILE",
      description =
          "A part of the answer, as `dukou part` cut it; its proof is beside it, with .proof"
              + " behind, or where --part-proof says.")
  private @Nullable Path part;

  @Option(
      names = "--part-proof",
      paramLabel = "FILE",
      description = "The proof that the part belongs to the answer.")
  private @Nullable Path partProof;

  @Override
  public Integer call() throws IOException {
    String proof = proofText(readReceipt());
    Verification verification = verify(proof);
    if (part != null) {
      PartCheck check = PartCheck.of(part, partProof);
      verification = check.addTo(verification);
    }
    print(verification, spec.commandLine().getOut());
    boolean proved = verification.valid() && (body == null || verification.bodyProved());
    return (proved ? ExitCode.OK : ExitCode.REFUSED).status();
  }

  private Verification verify(String proof) throws IOException {
    ReceiptVerifier.Stamp stamp = stamp();
    WitnessPolicy policy = witnesses.policy();
    if (policy == null && withoutQuorum) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--without-quorum is of no use without --policy");
    }
    if (policy != null && withoutQuorum) {
      policy = policy.withoutQuorum();
    }
    if (body == null) {
      return ReceiptVerifier.verify(proof, verifierKey.key(), null, stamp, policy);
    }
    if (!Files.isRegularFile(body)) {
      throw new CommandException(ExitCode.BAD_INPUT, "--body: no such file: " + body);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(body))) {
      return ReceiptVerifier.verify(proof, verifierKey.key(), in, stamp, policy);
    }
  }

  private ReceiptVerifier.@Nullable Stamp stamp() throws IOException {
    TimeStampTrust trust = authorities.trust();
    if ((timeStamp == null) != (trust == null)) {
      throw new CommandException(ExitCode.BAD_INPUT, "--timestamp and --tsa go together");
    }
    if (timeStamp == null || trust == null) {
      return null;
    }
    if (!Files.isRegularFile(timeStamp) || Files.size(timeStamp) > LONGEST_RECEIPT) {
      throw new CommandException(ExitCode.BAD_INPUT, "--timestamp: no such file: " + timeStamp);
    }
    return new ReceiptVerifier.Stamp(Files.readAllBytes(timeStamp), trust);
  }

  private String readReceipt() throws IOException {
    if (receipt.equals("-")) {
      return decode(System.in.readNBytes((int) LONGEST_RECEIPT));
    }
    Path file = Path.of(receipt);
    if (!Files.isRegularFile(file)) {
      throw new CommandException(ExitCode.BAD_INPUT, "no such receipt: " + file);
    }
    if (Files.size(file) > LONGEST_RECEIPT) {
      throw new CommandException(ExitCode.BAD_INPUT, "too long for a receipt: " + file);
    }
    return decode(Files.readAllBytes(file));
  }

  private static String decode(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Returns the proof's text; a header value carries it in base64. */
  static String proofText(String text) {
    if (text.startsWith(PROOF_START)) {
      return text;
    }
    try {
      return decode(Base64.getDecoder().decode(text.strip()));
    } catch (IllegalArgumentException e) {
      return text; // neither form: the verifier says what is wrong with it
    }
  }

  /** Prints what was proved and what was not, a line each, and whether anything failed. */
  static void print(Verification verification, PrintWriter out) {
    for (Verification.Statement statement : verification.statements()) {
      out.printf("%-10s %s%n", mark(statement.outcome()), statement.words());
    }
    out.println(verification.valid() ? "VALID" : "NOT VALID");
    out.flush();
  }

  private static String mark(Outcome outcome) {
    return switch (outcome) {
      case PROVED -> "proved";
      case FAILED -> "FAILED";
      case NOT_PROVED -> "not shown";
    };
  }
}

package io.dukou.gateway.cli;

import io.dukou.audit.BodyPart;
import io.dukou.audit.Leaf;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Verification;
import io.dukou.audit.Verification.Aspect;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.Verification.Statement;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a body shows beside a receipt.
 *
 * @param part the bytes
 * @param proof the proof that they belong to the body
 */
record PartCheck(Path part, BodyPart proof) {
  /** Reads the proof, beside the part unless it is named. */
  static PartCheck of(Path part, @Nullable Path proofFile) {
    Path file = proofFile == null ? part.resolveSibling(part.getFileName() + ".proof") : proofFile;
    try {
      return new PartCheck(part, BodyPart.parse(AnonymizerFiles.readText(file)));
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": " + e.getMessage(), e);
    }
  }

  /** Adds what the part shows; where the receipt failed, nothing. */
  Verification addTo(Verification receipt) {
    Leaf leaf = receipt.leaf();
    if (!receipt.valid() || leaf == null) {
      return receipt;
    }
    List<Statement> statements = new ArrayList<>(receipt.statements());
    if (leaf.chunkRoot() == null || leaf.length() == null) {
      statements.add(
          new Statement(Aspect.CHUNKS, Outcome.FAILED, "The entry is not about a body."));
    } else if (belongsTo(leaf.chunkRoot(), leaf.length())) {
      statements.add(
          new Statement(
              Aspect.CHUNKS,
              Outcome.PROVED,
              "The part is bytes %d to %d of the %d of the body of the entry."
                  .formatted(
                      proof.offset(),
                      Math.min(proof.offset() + proof.longest(), leaf.length()) - 1,
                      leaf.length())));
    } else {
      statements.add(
          new Statement(
              Aspect.CHUNKS,
              Outcome.FAILED,
              "The part, with this proof, does not belong to the body of the entry, or not"
                  + " there."));
    }
    return new Verification(statements, receipt.index(), leaf, receipt.checkpoint());
  }

  private boolean belongsTo(String chunkRoot, long length) {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(part))) {
      return proof.binds(bytes, chunkRoot, length);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + part + ": " + FileTrouble.of(e), e);
    }
  }
}

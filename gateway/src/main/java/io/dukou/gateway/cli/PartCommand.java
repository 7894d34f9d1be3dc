package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.BodyPart;
import io.dukou.audit.MalformedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou part}: cuts a part out of a saved body, with the proof that it belongs to it. */
@Command(
    name = "part",
    description = {
      "Cut a part out of a saved answer, with the proof that it belongs to it.",
      "The part is made up of whole pieces of 64 KiB. `dukou verify RECEIPT --part` checks it"
          + " without the rest of the answer."
    })
final class PartCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BODY", description = "The saved answer.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path body;

  @Option(
      names = "--offset",
      required = true,
      paramLabel = "BYTE",
      description = "The first byte that is to be in the part, from 0.")
  private long offset;

  @Option(
      names = "--length",
      required = true,
      paramLabel = "BYTES",
      description = "How many bytes are to be in it.")
  private long length;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the part; its proof goes beside it, with .proof behind.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path out;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    OutputFile.of("--out", out).apartFrom("BODY", body);
    Path proofFile = out.resolveSibling(out.getFileName() + ".proof");
    try (InputStream whole = open();
        InputStream again = open()) {
      BodyPart proof = BodyPart.of(whole, offset, length);
      again.skipNBytes(proof.offset());
      long[] count = {proof.longest()};
      AnonymizerFiles.write(
          out,
          target -> {
            byte[] piece = again.readNBytes((int) Math.min(1 << 16, count[0]));
            for (; piece.length > 0; piece = again.readNBytes((int) Math.min(1 << 16, count[0]))) {
              target.write(piece);
              count[0] -= piece.length;
            }
          });
      AnonymizerFiles.write(proofFile, target -> target.write(proof.text().getBytes(UTF_8)));
      report(proof, proofFile);
      return ExitCode.OK.status();
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, body + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + body + ": " + FileTrouble.of(e), e);
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(body));
  }

  private void report(BodyPart proof, Path proofFile) {
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(
        "part   %s: pieces %d to %d of %d, from byte %d%n",
        out, proof.first(), proof.first() + proof.count() - 1, proof.total(), proof.offset());
    printer.println("proof  " + proofFile);
    printer.flush();
  }
}

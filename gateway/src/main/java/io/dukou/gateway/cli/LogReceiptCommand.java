package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.LogDamagedException;
import io.dukou.audit.LogFailedException;
import io.dukou.audit.Receipt;
import io.dukou.audit.StoredReceipts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dukou log receipt}: makes the receipt of an entry from a log on disk. */
@Command(
    name = "receipt",
    description = {
      "Make the receipt of an entry from a log on disk.",
      "Takes no lock; of a log that is being written it knows what its checkpoint covers. It is"
          + " against what witnesses cosigned last, where that covers the entry; with"
          + " --timestamp it is against the oldest checkpoint with a time stamp that covers the"
          + " entry. A receipt has in it what the recipient of the entry may know: give it to no"
          + " other."
    })
final class LogReceiptCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DIR", description = "The log's directory.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path directory;

  @Parameters(index = "1", paramLabel = "INDEX", description = "The entry's index, from 0.")
  private long index;

  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Option(
      names = "--timestamp",
      paramLabel = "FILE",
      description = "Where to write the time stamp, such as receipt.tsr.")
  private @Nullable Path timeStamp;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the receipt, such as receipt.tlog-proof.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path out;

  @Override
  public Integer call() {
    if (!Files.isDirectory(directory)) {
      throw new CommandException(ExitCode.BAD_INPUT, "no such directory: " + directory);
    }
    OutputFile.of("--out", out).apartFrom("--timestamp", timeStamp);
    StoredReceipts receipts = StoredReceipts.in(directory);
    try {
      if (timeStamp == null) {
        write(receipts.newest(index, verifierKey.key()));
      } else {
        StoredReceipts.Stamped stamped = receipts.stamped(index, verifierKey.key());
        write(stamped.receipt());
        AnonymizerFiles.write(timeStamp, output -> output.write(stamped.reply()));
      }
      return ExitCode.OK.status();
    } catch (IndexOutOfBoundsException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "no entry " + index + ": " + e.getMessage(), e);
    } catch (LogDamagedException e) {
      throw new CommandException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    } catch (LogFailedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private void write(Receipt receipt) {
    AnonymizerFiles.write(out, output -> output.write(receipt.tlogProof().getBytes(UTF_8)));
  }
}

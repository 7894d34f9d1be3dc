package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.Leaf;
import io.dukou.audit.LogVerifier;
import io.dukou.audit.MalformedException;
import io.dukou.audit.ReceiptChain;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou chain}: finds out whether a recipient has all receipts of its own. */
@Command(
    name = "chain",
    description = {
      "Find out whether a folder holds the receipts of all entries of its recipient, offline.",
      "Each entry names the one before it. What is missing is named; ask the gateway for it at"
          + " /.well-known/dukou/receipts/INDEX.",
      "To learn that none is missing at the end, ask the gateway anything once all receipts are"
          + " there, keep that receipt too, and give its Dukou-Decision as --newest.",
      "Exits with 0 when none is missing, 1 when one is or a receipt is not valid, 2 when the"
          + " folder cannot be read."
    })
final class ChainCommand implements Callable<Integer> {
  private static final String SUFFIX = ".tlog-proof";
  private static final long LONGEST_RECEIPT = 1 << 20;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FOLDER",
      description = "The receipts, each in a file whose name ends in .tlog-proof.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path folder;

  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Option(
      names = "--newest",
      paramLabel = "INDEX",
      description =
          "The Dukou-Decision of an answer just received; a folder that ends before it fails.")
  private @Nullable Long newest;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LogVerifier key = verifierKey.key();
    Map<Long, Leaf> proved = new TreeMap<>();
    boolean allValid = true;
    for (Path file : receipts()) {
      Verification verification = verify(file, key);
      Leaf leaf = verification.leaf();
      if (verification.valid() && leaf != null) {
        proved.put(verification.index(), leaf);
      } else {
        allValid = false;
        out.println("FAILED     " + file.getFileName() + " is not a valid receipt of this log.");
      }
    }
    boolean linked = link(proved, out);
    boolean reaches = reaches(proved, out);
    boolean complete = linked && reaches;
    out.println(allValid && complete ? "COMPLETE" : "NOT COMPLETE");
    out.flush();
    return (allValid && complete ? ExitCode.OK : ExitCode.REFUSED).status();
  }

  private static boolean link(Map<Long, Leaf> proved, PrintWriter out) {
    ReceiptChain chain;
    try {
      chain = ReceiptChain.of(proved);
    } catch (MalformedException e) {
      out.println("FAILED     " + e.getMessage() + ".");
      return false;
    }
    chain.contradictions().forEach(words -> out.println("FAILED     " + words + "."));
    if (!chain.missing().isEmpty()) {
      out.println(
          "FAILED     Not in the folder: entry "
              + chain.missing().stream().map(String::valueOf).collect(Collectors.joining(", "))
              + ", and what may be before.");
    }
    if (chain.isComplete()) {
      out.printf(
          "proved     These %d are all entries of this recipient up to number %d.%n",
          chain.entries(), chain.newest());
    }
    return chain.isComplete();
  }

  /** Says whether the folder goes on to the entry that the gateway has just made. */
  private boolean reaches(Map<Long, Leaf> proved, PrintWriter out) {
    if (newest == null) {
      out.println(
          "not shown  That there is none after it: ask the gateway now, and give the"
              + " Dukou-Decision of the answer as --newest.");
      return true;
    }
    boolean isThere = proved.containsKey(newest);
    out.println(
        isThere
            ? "proved     The entry that the gateway named, " + newest + ", is one of them."
            : "FAILED     Not in the folder: entry " + newest + ", the newest.");
    return isThere;
  }

  private List<Path> receipts() {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
      if (found.isEmpty()) {
        throw new CommandException(
            ExitCode.BAD_INPUT, folder + " holds no file whose name ends in " + SUFFIX);
      }
      return found;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + folder + ": " + FileTrouble.of(e), e);
    }
  }

  private static Verification verify(Path file, LogVerifier key) {
    try {
      String text =
          Files.size(file) > LONGEST_RECEIPT ? "" : new String(Files.readAllBytes(file), UTF_8);
      return ReceiptVerifier.verify(VerifyCommand.proofText(text), key, null);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "cannot read " + file + ": " + FileTrouble.of(e), e);
    }
  }
}

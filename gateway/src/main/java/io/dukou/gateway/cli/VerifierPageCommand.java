package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.VerifierPage;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dukou log verifier-page}: writes a page that checks receipts in a browser, offline. */
@Command(
    name = "verifier-page",
    description = {
      "Write a web page that checks receipts in a browser.",
      "The page is one file, needs no network and no server, and says what it proved and what it"
          + " did not. It is for whoever cannot install anything; `dukou verify` shows more."
    })
final class VerifierPageCommand implements Callable<Integer> {
  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Mixin private final WitnessPolicyOption witnesses = new WitnessPolicyOption();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the page, such as verify.html.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path out;

  @Override
  public Integer call() {
    byte[] page = VerifierPage.html(verifierKey.key(), witnesses.text()).getBytes(UTF_8);
    AnonymizerFiles.write(out, output -> output.write(page));
    return ExitCode.OK.status();
  }
}

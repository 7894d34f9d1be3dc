package io.dukou.gateway.cli;

import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import io.dukou.audit.LogStorage;
import io.dukou.audit.WitnessPolicy;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.KeyFileException;
import io.dukou.gateway.keys.SecretAccess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou log check}: re-reads a whole log and proves or disproves it. */
@Command(
    name = "check",
    description = {
      "Re-read a whole log and prove or disprove it.",
      "Checks the checkpoint's signature, every hash of every tile, those of smaller trees that are"
          + " still there included, every entry and each recipient's chain, and with --domestic"
          + " each domestic part. With --policy also whether enough witnesses cosigned the"
          + " checkpoint that is kept with what they signed. Exits with 0 when the log is sound,"
          + " and witnessed where that is asked, and 1 when it is not."
    })
final class LogCheckCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The log's directory.")
  private @Nullable Path directory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "In place of DIR: the configuration of the gateway whose log it is, in folders or in a"
              + " database. The domestic parts are compared too.")
  private @Nullable Path config;

  @Option(
      names = "--domestic",
      paramLabel = "DIR",
      description = {
        "The folder of the domestic parts, to be compared with their entries too; needs --keys."
      })
  private @Nullable Path domestic;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "The folder of the gateway's keys, of which the domestic key is used.")
  private @Nullable Path keys;

  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Mixin private final TimeStampOption authorities = new TimeStampOption();

  @Mixin private final WitnessPolicyOption witnesses = new WitnessPolicyOption();

  @Override
  public Integer call() throws IOException {
    if ((directory == null) == (config == null)) {
      throw new CommandException(ExitCode.BAD_INPUT, "name either DIR or --config FILE");
    }
    LogReport report = config == null ? check(directory) : check(ConfigLoader.load(config));
    WitnessPolicy policy = witnesses.policy();
    boolean isWitnessed = policy == null || isWitnessed(report);
    print(report, policy != null);
    out().println(verdict(report.sound(), isWitnessed));
    out().flush();
    return (report.sound() && isWitnessed ? ExitCode.OK : ExitCode.REFUSED).status();
  }

  private LogReport check(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      throw new CommandException(ExitCode.BAD_INPUT, "no such directory: " + folder);
    }
    return check(LogStorage.posix(folder), domesticParts());
  }

  private LogReport check(GatewayConfig gateway) throws IOException {
    DomesticKey key = domesticKey(gateway.keys().directory());
    AuditConfig audit = gateway.audit();
    if (audit.database() == null) {
      DomesticStorage parts = new DomesticStorage(LogStorage.posix(audit.domestic()), key);
      return check(LogStorage.posix(audit.directory()), parts);
    }
    try (PostgresHome home = PostgresHome.open(audit.database())) {
      return check(home.log(), new DomesticStorage(home.domestic(), key));
    }
  }

  private LogReport check(LogStorage log, @Nullable DomesticStorage parts) {
    LogCheck.Also also = new LogCheck.Also(parts, authorities.trust(), witnesses.policy());
    return LogCheck.checkAll(log, verifierKey.key(), also);
  }

  private @Nullable DomesticStorage domesticParts() {
    if (domestic == null && keys == null) {
      return null;
    }
    if (domestic == null || keys == null || !Files.isDirectory(domestic)) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--domestic and --keys go together, and each names a folder");
    }
    return new DomesticStorage(LogStorage.posix(domestic), domesticKey(keys));
  }

  private static DomesticKey domesticKey(Path keys) {
    try {
      byte[] secret = GatewayKeys.domesticOf(keys).toByteArray(SecretAccess.grant());
      try {
        return DomesticKey.of(secret);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    } catch (KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isWitnessed(LogReport report) {
    return report
        .cosigned()
        .flatMap(LogReport.Cosigned::witnessed)
        .map(WitnessPolicy.Witnessed::isEnough)
        .orElse(false);
  }

  private static String verdict(boolean isSound, boolean isWitnessed) {
    return isSound ? (isWitnessed ? "SOUND" : "SOUND, BUT TOO FEW WITNESSES") : "NOT SOUND";
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(LogReport report, boolean isAsked) {
    PrintWriter out = out();
    out.println("entries in the checkpoint  " + report.size());
    out.println("root hash                  " + report.rootHash());
    out.println("entries only in journal    " + report.journalled());
    new TreeMap<>(report.entriesByKind())
        .forEach((kind, count) -> out.printf("  %-24s %d%n", kind.wireName(), count));
    if (report.domesticChecked()) {
      String part = report.reduced() == 0 ? "" : ", of " + report.reduced() + " some items";
      out.println(
          "domestic parts             compared, " + report.erased() + " of them erased" + part);
    }
    if (report.timeStamps() > 0) {
      out.println(
          "checkpoints with time stamp "
              + report.timeStamps()
              + (authorities.trust() == null ? " (tokens not read: give --tsa)" : ""));
    }
    printWitnesses(report, isAsked, out);
    printTimes(report.clock(), out);
    report.findings().forEach(finding -> out.println("FAILED  " + finding));
  }

  private static void printWitnesses(LogReport report, boolean isAsked, PrintWriter out) {
    if (report.cosigned().isEmpty()) {
      if (isAsked && report.sound()) {
        out.println("cosigned by witnesses      nothing that is kept here");
      }
      return;
    }
    LogReport.Cosigned cosigned = report.cosigned().get();
    long behind = report.size() + report.journalled() - cosigned.size();
    out.println(
        "cosigned by witnesses      the first %d entries%s"
            .formatted(cosigned.size(), behind == 0 ? ", all" : ", " + behind + " are newer"));
    cosigned
        .witnessed()
        .ifPresentOrElse(
            found ->
                out.println(
                    (found.isEnough()
                            ? "  enough for the policy    "
                            : "  too few for the policy   ")
                        + cosigned.words()),
            () -> out.println("  cosignatures not read    give --policy"));
  }

  private static void printTimes(LogReport.Clock clock, PrintWriter out) {
    if (!clock.longestRequest().isZero()) {
      out.println(
          "longest request, at least  "
              + words(clock.longestRequest())
              + " (its entry bears the time at which it came)");
    }
    if (clock.steps() > 0) {
      out.println(
          "clock went back            %d times, by at most %s"
              .formatted(clock.steps(), words(clock.longestStep())));
    }
  }

  /** Writes a duration as people do: 1h2m3.5s. */
  private static String words(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}

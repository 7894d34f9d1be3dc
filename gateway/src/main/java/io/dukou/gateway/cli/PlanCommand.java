package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlanOutcome.Infeasible;
import io.dukou.anonymizer.plan.PlanOutcome.Planned;
import io.dukou.anonymizer.plan.PlanSummary;
import io.dukou.anonymizer.plan.PlanWarning;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.StudyOffers;
import io.dukou.anonymizer.plan.StudyOutcome;
import io.dukou.anonymizer.plan.StudyPlanner;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.Specification;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou plan}: finds the release plan of a table, or of several, that loses least. */
@Command(
    name = "plan",
    description = {
      "Find the generalisation of a table that loses least and meets the specification; of several"
          + " tables of one study where it has tables.",
      "Prints one JSON object. Exits with 2 when data or specification cannot be used, and with 3"
          + " when no generalisation meets the specification."
    })
final class PlanCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "The table to plan for, as CSV. For each of several tables NAME=FILE, also as"
              + " Dataset-JSON; default: the data that the specification names.")
  private @Nullable List<String> data;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "The specification, as YAML or JSON.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path specification;

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write the plan.")
  private @Nullable Path out;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The plan's secret key, made if there is no such file. Default: the plan's name and"
              + " .key")
  private @Nullable Path key;

  @Option(names = "--strict", description = "Take every warning for an error.")
  private boolean strict;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description =
          "Take the best plan found after so long, and say how far it is from the optimum at most."
              + " Default: search until the optimum is proven.")
  private @Nullable Integer deadline;

  @Option(
      names = "--progress",
      description = "Say on standard error how far it is, and how long it may still take.")
  private boolean progress;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Workers that search side by side. Default: one for each processor.")
  private @Nullable Integer threads;

  private boolean keyWasThere;

  @Option(
      names = "--planner",
      paramLabel = "NAME",
      defaultValue = Planner.OPTIMAL,
      description =
          "The planner that searches (default: ${DEFAULT-VALUE}); arx where its jars are on the"
              + " class path.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private String plannerName;

  @Option(
      names = "--no-offers",
      description =
          "Of several tables, do not work out what would help where events single subjects out.")
  private boolean noOffers;

  @Override
  public Integer call() {
    Planner planner = planner();
    TableFiles files = new TableFiles(command.commandLine(), data);
    requireFreeOutputs(files);
    long start = System.nanoTime();
    Specification spec = AnonymizerFiles.checked(() -> SpecParser.readAny(specification));
    if (spec instanceof StudySpec study) {
      refuseOtherPlanner(planner);
      planStudy(study, StudyFiles.of(study, specification, files), start);
    } else {
      planTable(planner, (ReleaseSpec) spec, files.only(), start);
    }
    return ExitCode.OK.status();
  }

  private void refuseOtherPlanner(Planner planner) {
    if (!planner.name().equals(Planner.OPTIMAL)) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--planner " + planner.name() + " plans one table only");
    }
  }

  private void planTable(Planner planner, ReleaseSpec spec, Path file, long start) {
    Table table = AnonymizerFiles.readByName(file, spec.csv());
    Duration load = Duration.ofNanos(System.nanoTime() - start);
    PlanKey planKey = existingKey();
    ProgressLine line = new ProgressLine(command.commandLine().getErr());
    PlanOptions options = options(planKey, line);
    PlanOutcome outcome =
        AnonymizerFiles.checkedAgainst(file, () -> planner.plan(table, spec, options));
    line.clear();
    if (outcome instanceof Infeasible infeasible) {
      AnonymizerFiles.print(command.commandLine().getOut(), json(infeasible));
      throw failure(infeasible);
    }
    Planned planned = (Planned) outcome;
    refuseWarnings(planned.summary().warnings());
    requireSomebody(planned.summary(), planned.summary().toJson(load));
    write(planned.plan().toJson(), planKey);
    AnonymizerFiles.print(command.commandLine().getOut(), planned.summary().toJson(load));
  }

  private void planStudy(StudySpec spec, StudyFiles files, long start) {
    files.keepApart(OutputFile.of("--out", out));
    Duration load = Duration.ofNanos(System.nanoTime() - start);
    PlanKey planKey = existingKey();
    ProgressLine line = new ProgressLine(command.commandLine().getErr());
    PlanOptions options = options(planKey, line);
    StudyOutcome outcome =
        AnonymizerFiles.checkedAgainst(
            specification, () -> StudyPlanner.plan(spec, files.sources(), options));
    line.clear();
    if (outcome instanceof StudyOutcome.Infeasible infeasible) {
      ObjectNode json = json(infeasible.search());
      json.put("suppressedShareAtCoarsest", infeasible.suppressedShare());
      infeasible.patterns().addTo(json);
      addOffers(json, spec, files, outcome, options);
      AnonymizerFiles.print(command.commandLine().getOut(), json);
      throw failure(infeasible.search());
    }
    StudyOutcome.Planned planned = (StudyOutcome.Planned) outcome;
    refuseWarnings(planned.plan().warnings());
    ObjectNode json = planned.summary().toJson(load);
    requireSomebody(planned.summary().whole(), json);
    write(planned.plan().toJson(), planKey);
    addOffers(json, spec, files, outcome, options);
    AnonymizerFiles.print(command.commandLine().getOut(), json);
  }

  /** Says what helps, where events single most subjects out or nothing can be released. */
  private void addOffers(
      ObjectNode json,
      StudySpec spec,
      StudyFiles files,
      StudyOutcome outcome,
      PlanOptions options) {
    boolean needsHelp =
        outcome.patterns().singleOutMost() || outcome instanceof StudyOutcome.Infeasible;
    if (needsHelp && !noOffers) {
      PlanOptions quiet = options.withListener(progress -> {});
      ArrayNode listed = json.putArray("offers");
      AnonymizerFiles.checkedAgainst(
              specification, () -> StudyOffers.of(spec, files.sources(), quiet))
          .forEach(offer -> offer.addTo(listed.addObject()));
    }
  }

  private Planner planner() {
    return Planner.named(plannerName)
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.BAD_INPUT,
                    "--planner: '"
                        + plannerName
                        + "' is not on the class path: put its jars there (for arx see"
                        + " docs/anonymizer.md), or leave it out"));
  }

  private void requireFreeOutputs(TableFiles files) {
    files
        .apartFrom(OutputFile.of("--out", out))
        .apartFrom("--spec", specification)
        .apartFrom("--key", keyFile());
  }

  private PlanOptions options(PlanKey planKey, ProgressLine line) {
    if ((deadline != null && deadline < 1) || (threads != null && threads < 1)) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--deadline and --threads take a whole number above 0");
    }
    PlanOptions options = PlanOptions.with(planKey);
    if (deadline != null) {
      options = options.withDeadline(Duration.ofSeconds(deadline));
    }
    if (threads != null) {
      options = options.withThreads(threads);
    }
    return progress ? options.withListener(line) : options;
  }

  private @Nullable Path keyFile() {
    if (key != null || out == null) {
      return key;
    }
    return keyBeside(out);
  }

  /** Returns where the key of a plan lies unless another place is named. */
  static Path keyBeside(Path plan) {
    return Path.of(plan + ".key");
  }

  /** Returns the key of the plan: the one that is there already, else a new one. */
  private PlanKey existingKey() {
    Path file = keyFile();
    if (file != null && Files.exists(file)) {
      keyWasThere = true;
      return AnonymizerFiles.checked(() -> PlanKey.load(file));
    }
    return PlanKey.generate(new SecureRandom());
  }

  private static ObjectNode json(Infeasible infeasible) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("feasible", false);
    json.put("model", infeasible.model());
    json.put("transformations", infeasible.transformations());
    json.put("checked", infeasible.checked());
    return json;
  }

  private static CommandException failure(Infeasible infeasible) {
    return new CommandException(
        ExitCode.INFEASIBLE,
        "no generalisation satisfies " + infeasible.model() + " within the suppression limit");
  }

  /**
   * Models of a whole sample are met by suppressing everybody, and so is a table without rows. Such
   * a plan is of use to nobody, so it is shown and not written.
   */
  private void requireSomebody(PlanSummary summary, ObjectNode json) {
    if (summary.releasedSubjects() == 0) {
      AnonymizerFiles.print(command.commandLine().getOut(), json);
      throw new CommandException(
          ExitCode.INFEASIBLE,
          "the best plan releases nobody, so none is written: look whether the table has rows, ask"
              + " less of the models, or suppress less");
    }
  }

  private void refuseWarnings(List<PlanWarning> warnings) {
    if (strict && !warnings.isEmpty()) {
      List<String> texts = warnings.stream().map(PlanWarning::text).toList();
      throw new CommandException(
          ExitCode.BAD_INPUT, specification + ": --strict: " + String.join("; ", texts));
    }
  }

  /** Writes the key first: a plan without its key would be of no use. */
  private void write(String plan, PlanKey planKey) {
    Path keyFile = keyFile();
    if (keyFile != null && !keyWasThere) {
      // Of two that plan at once the second to come here must not leave a plan that no key fits.
      AnonymizerFiles.checked(
          () -> {
            planKey.save(keyFile);
            return keyFile;
          });
    }
    if (out != null) {
      byte[] text = plan.getBytes(UTF_8);
      AnonymizerFiles.write(out, output -> output.write(text));
    }
  }
}

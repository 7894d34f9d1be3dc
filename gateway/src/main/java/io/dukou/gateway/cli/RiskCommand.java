package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.release.StudyProtection;
import io.dukou.anonymizer.release.StudyProtector;
import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.anonymizer.report.RiskPage;
import io.dukou.anonymizer.risk.Population;
import io.dukou.anonymizer.risk.RiskComparison;
import io.dukou.anonymizer.risk.RiskOptions;
import io.dukou.anonymizer.risk.RiskOptions.Environment;
import io.dukou.anonymizer.risk.RiskReport;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.Specification;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou risk}: measures how easily the persons in a table can be found again. */
@Command(
    name = "risk",
    description = {
      "Measure the re-identification risk of a table, raw or released, as it stands, and of what a"
          + " plan releases of it; of several tables of one study joined where the specification"
          + " has tables.",
      "Prints one JSON object, or one HTML page. Exits with 2 when data, specification or plan"
          + " cannot be used."
    })
final class RiskCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "The table, as CSV. For each of several tables NAME=FILE, also as Dataset-JSON; default:"
              + " the data that the specification names.")
  private @Nullable List<String> data;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "The specification, which names subject column and quasi-identifiers.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path specification;

  @Option(
      names = "--threshold",
      paramLabel = "RISK",
      defaultValue = "0.05",
      description =
          "Risk from which a record counts as at risk, above 0 and at most 1. Default:"
              + " ${DEFAULT-VALUE}")
  private double threshold;

  @Option(
      names = "--controlled",
      description = "The table stays with known parties under contract; else anyone may attack.")
  private boolean controlled;

  @Option(
      names = "--population-size",
      paramLabel = "N",
      description =
          "Persons the subjects were drawn from: estimates how many are unique among them.")
  private @Nullable Long populationSize;

  @Option(
      names = "--sampling-fraction",
      paramLabel = "F",
      description = "The same by the share of them that is in the table, above 0 and at most 1.")
  private @Nullable Double samplingFraction;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "A plan: measure also what it releases of the table, and what that loses.")
  private @Nullable Path planFile;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The plan's secret key. Default: the plan's name and .key")
  private @Nullable Path key;

  @Option(
      names = "--released",
      paramLabel = "PATH",
      description =
          "A file that was released, or the folder that tables of a study were released into:"
              + " measure it too, as it stands.")
  private @Nullable Path released;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      converter = ReportFormat.Converter.class,
      description =
          "json, or html: one page for a browser, for use inside China. Default: ${DEFAULT-VALUE}")
  private ReportFormat format = ReportFormat.JSON;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the report, readable by its owner only; JSON is printed too.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    TableFiles files = new TableFiles(command.commandLine(), data);
    files
        .apartFrom(OutputFile.of("--out", out))
        .apartFrom("--spec", specification)
        .apartFrom("--plan", planFile)
        .apartFrom("--key", keyFile())
        .apartFrom("--released", released);
    RiskOptions asked = options();
    Specification spec = AnonymizerFiles.checked(() -> SpecParser.readAny(specification));
    if (spec instanceof StudySpec study) {
      write(ofStudy(study, files, asked));
    } else {
      write(ofTable((ReleaseSpec) spec, files.only(), asked));
    }
    return ExitCode.OK.status();
  }

  private RiskComparison ofStudy(StudySpec spec, TableFiles data, RiskOptions asked) {
    StudyFiles files = StudyFiles.of(spec, specification, data);
    files.keepApart(OutputFile.of("--out", out));
    RiskReport input = report(spec, files, asked);
    RiskOptions options = withOnePopulation(asked, input);
    RiskComparison comparison = RiskComparison.of(input);
    if (planFile != null) {
      comparison = withPlan(comparison, files, spec, options);
    }
    if (released != null) {
      StudyFiles output = StudyFiles.in(released, spec);
      output.keepApart(OutputFile.of("--out", out));
      comparison = comparison.withReleased(report(spec, output, options));
    }
    return comparison;
  }

  private RiskReport report(StudySpec spec, StudyFiles files, RiskOptions options) {
    return AnonymizerFiles.checkedAgainst(
        specification, () -> RiskReport.of(spec, files.tables(), options));
  }

  private RiskComparison withPlan(
      RiskComparison comparison, StudyFiles files, StudySpec spec, RiskOptions options) {
    Path file = requireNonNull(planFile, "planFile");
    StudyPlan plan =
        AnonymizerFiles.checkedAgainst(
            file, () -> StudyPlan.fromJson(AnonymizerFiles.readText(file)));
    PlanKey planKey = planKey();
    AnonymizerFiles.requireSealed(file, plan, planKey);
    SecureRandom random = new SecureRandom();
    return AnonymizerFiles.checkedAgainst(
        file,
        () -> {
          Map<String, Table> tables = files.tables();
          StudyProtection protection =
              StudyProtector.protect(
                  tables,
                  plan,
                  planKey,
                  SubjectKeys.none().with(StudyProtector.subjects(tables, plan), random),
                  () -> OrderKey.generate(random),
                  Set.of(),
                  ProtectionOptions.FOR_RELEASE);
          return comparison.withPlan(
              RiskReport.ofRelease(spec, tables, plan, protection, options), plan.planId());
        });
  }

  private PlanKey planKey() {
    Path file = requireNonNull(keyFile(), "keyFile");
    return AnonymizerFiles.checked(() -> PlanKey.load(file));
  }

  private RiskComparison ofTable(ReleaseSpec spec, Path file, RiskOptions asked) {
    Table table = AnonymizerFiles.readByName(file, spec.csv());
    RiskReport input = report(file, table, spec, asked);
    RiskOptions options = withOnePopulation(asked, input);
    RiskComparison comparison = RiskComparison.of(input);
    if (planFile != null) {
      comparison = withPlan(comparison, file, table, spec, options);
    }
    if (released != null) {
      Table rows = AnonymizerFiles.read(released, spec.csv());
      comparison = comparison.withReleased(report(released, rows, spec, options));
    }
    return comparison;
  }

  private RiskOptions options() {
    if (!(threshold > 0 && threshold <= 1)) {
      throw wrong("--threshold must be above 0 and at most 1");
    }
    if (key != null && planFile == null) {
      throw wrong("--key is of no use without --plan");
    }
    Environment environment = controlled ? Environment.CONTROLLED : Environment.PUBLIC;
    return new RiskOptions(threshold, environment, population());
  }

  private Optional<Population> population() {
    if (populationSize != null && samplingFraction != null) {
      throw wrong("--population-size and --sampling-fraction exclude each other");
    }
    try {
      return populationSize != null
          ? Optional.of(Population.ofSize(populationSize))
          : Optional.ofNullable(samplingFraction).map(Population::sampledAt);
    } catch (IllegalArgumentException e) {
      throw wrong("--population-size is at least 1, --sampling-fraction above 0 and at most 1");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private static RiskReport report(Path file, Table table, ReleaseSpec spec, RiskOptions options) {
    return AnonymizerFiles.checkedAgainst(file, () -> RiskReport.of(table, spec, options));
  }

  /** Keeps to the population of the table as it is, however few of it a plan releases. */
  private RiskOptions withOnePopulation(RiskOptions asked, RiskReport input) {
    if (populationSize != null && populationSize < input.subjects()) {
      throw wrong(
          "--population-size is below the "
              + input.subjects()
              + " subjects of the table; give the number of persons they were drawn from");
    }
    return asked
        .population()
        .map(given -> given.sizeFor(input.subjects()))
        .filter(size -> size > 0)
        .map(size -> asked.withPopulation(Population.ofSize(size)))
        .orElse(asked);
  }

  private RiskComparison withPlan(
      RiskComparison comparison, Path data, Table table, ReleaseSpec spec, RiskOptions options) {
    Path file = requireNonNull(planFile, "planFile");
    ReleasePlan plan =
        AnonymizerFiles.checkedAgainst(
            file, () -> ReleasePlan.fromJson(AnonymizerFiles.readText(file)));
    PlanKey planKey = planKey();
    AnonymizerFiles.requireSealed(file, plan, planKey);
    OrderKey order = OrderKey.generate(new SecureRandom());
    return AnonymizerFiles.checkedAgainst(
        data,
        () -> {
          Protection protection = Protector.protect(table, plan, planKey, order, Set.of());
          return comparison.withPlan(
              RiskReport.ofRelease(table, spec, plan, protection, options), plan.planId());
        });
  }

  private @Nullable Path keyFile() {
    return planFile == null || key != null ? key : PlanCommand.keyBeside(planFile);
  }

  private void write(RiskComparison comparison) {
    String report =
        format == ReportFormat.HTML
            ? RiskPage.of(comparison)
            : comparison.toJson() + System.lineSeparator();
    if (out != null) {
      AnonymizerFiles.write(out, output -> output.write(report.getBytes(UTF_8)));
    }
    PrintWriter console = command.commandLine().getOut();
    if (out == null && format == ReportFormat.HTML) {
      console.print(report);
      console.flush();
    } else {
      AnonymizerFiles.print(console, comparison.toJson());
    }
  }
}

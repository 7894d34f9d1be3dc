package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecException;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.config.Specification;
import io.dukou.gateway.config.TableLimits;
import io.dukou.gateway.format.FormatLimits;
import io.dukou.gateway.format.ReadOptions;
import io.dukou.gateway.format.TableFormat;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A route with everything its configuration says about its table, read once at start-up. Immutable.
 *
 * @param config the route
 * @param spec how its table is anonymised; of one of several tables, what is said of it as if it
 *     stood alone
 * @param study the whole specification, if it is of several tables
 * @param digest SHA-256 of all that a protected table depends on beside the cut: specification,
 *     hierarchy files, overrides and person column
 * @param format what its bodies are
 * @param options how they are read
 */
public record RouteTable(
    RouteConfig config,
    ReleaseSpec spec,
    @Nullable StudySpec study,
    String digest,
    TableFormat format,
    ReadOptions options) {
  /** Checks that the parts are there. */
  public RouteTable {
    requireNonNull(config, "config");
    requireNonNull(spec, "spec");
    requireNonNull(digest, "digest");
    requireNonNull(format, "format");
    requireNonNull(options, "options");
  }

  /**
   * Reads the specification of a route and the hierarchy files that it names.
   *
   * @throws SpecException naming file, line and column
   * @throws IllegalArgumentException if the specification is of several tables and has not this one
   */
  public static RouteTable of(RouteConfig route, TableLimits limits) {
    MessageDigest digest = sha256();
    Specification written = route.specification();
    SpecFiles files = SpecFiles.in(written.folder());
    digest.update(written.text().getBytes(StandardCharsets.UTF_8));
    io.dukou.anonymizer.spec.Specification read =
        SpecParser.parseStanding(
            written.text(), written.name(), name -> digesting(digest, name, files));
    digest.update((route.person() + "\n" + route.overrides()).getBytes(StandardCharsets.UTF_8));
    StudySpec study = read instanceof StudySpec several ? several : null;
    ReleaseSpec spec = read instanceof ReleaseSpec one ? one : part(route, study);
    return new RouteTable(
        route,
        spec,
        study,
        HexFormat.of().formatHex(digest.digest()),
        TableFormat.valueOf(route.origin().format().name()),
        options(route, spec, limits));
  }

  private static ReleaseSpec part(RouteConfig route, @Nullable StudySpec study) {
    return requireNonNull(study, "study")
        .table(route.tableName())
        .map(study::part)
        .orElseThrow(() -> new IllegalArgumentException("the specification has no such table"));
  }

  /** Returns what its set, and a specification of several tables, calls it. */
  public String name() {
    return config.tableName();
  }

  /** Returns the column by which it can be joined with other tables, if it gets one. */
  public Optional<String> key() {
    return study == null ? Optional.empty() : Optional.ofNullable(study.key());
  }

  /** Returns the column that holds numbers of rows, if those are released instead of the rows. */
  public Optional<String> counts() {
    return study == null
        ? Optional.empty()
        : study.table(name()).flatMap(table -> Optional.ofNullable(table.counts()));
  }

  /** Returns the dataset behind the route. */
  public DatasetId id() {
    return DatasetId.of(config);
  }

  /** Returns the columns that are meant to leave: the key, and then those of the specification. */
  public List<String> fields() {
    Stream<String> attributes =
        spec.attributes().stream()
            .filter(attribute -> attribute.role().isReleased())
            .map(AttributeSpec::name)
            .filter(name -> !name.equals(spec.subject()));
    return Stream.concat(key().stream(), attributes).toList();
  }

  private static InputStream digesting(MessageDigest digest, String name, SpecFiles files)
      throws java.io.IOException {
    digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    return new DigestInputStream(files.open(name), digest);
  }

  private static ReadOptions options(RouteConfig route, ReleaseSpec spec, TableLimits limits) {
    FormatLimits bounds =
        new FormatLimits(
            route.origin().maxBytes().bytes(),
            Math.toIntExact(Math.min(limits.rows(), Integer.MAX_VALUE)),
            limits.columns(),
            limits.fieldBytes().toInt());
    return ReadOptions.of("dataset " + route.dataset())
        .withCsv(new CsvOptions(route.origin().csv().delimiter(), route.origin().csv().encoding()))
        .withLimits(bounds)
        .withColumns(spec.attributes().stream().map(AttributeSpec::name).toList());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

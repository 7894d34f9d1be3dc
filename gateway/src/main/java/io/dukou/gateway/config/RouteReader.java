package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.IDENTIFIER;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;

import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.config.RouteConfig.PersonKind;
import io.dukou.gateway.config.RouteConfig.WarningOverride;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import io.dukou.gateway.yaml.YamlMap;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one element of {@code routes}. */
final class RouteReader {
  private static final Pattern PREFIX =
      Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,127}){1,16}");

  /** First segments of the gateway's own paths. */
  private static final Set<String> OWN = Set.of("livez", "readyz", "metrics", "receipts", "dukou");

  private static final ValueType<String> ROUTE_PREFIX =
      new ValueType<>("path", Form.TEXT, RouteReader::prefix);

  private RouteReader() {}

  /** Reads the element. */
  static Read<RouteConfig> read(YamlMap map, PathTypes paths) {
    Read<String> prefix = map.value("prefix", ROUTE_PREFIX);
    Read<String> study = map.value("study", IDENTIFIER);
    Read<String> dataset = map.value("dataset", IDENTIFIER);
    Read<OriginConfig> origin = map.section("origin", section -> OriginReader.read(section, paths));
    Read<Specification> specification = specification(map, paths);
    Read<String> table = map.optional("table", TEXT);
    Read<PersonColumn> person = map.optionalSection("person", RouteReader::person);
    Read<List<WarningOverride>> overrides = map.sections("overrides", RouteReader::override);
    return map.build(
        () ->
            new RouteConfig(
                prefix.get(),
                study.get(),
                dataset.get(),
                origin.get(),
                specification.get(),
                table.orNull(),
                person.orNull(),
                overrides.get()));
  }

  private static Read<Specification> specification(YamlMap map, PathTypes paths) {
    return map.eitherVerbatim(
        "specification",
        paths.file().map("file", RouteReader::specificationOf),
        text -> new Specification(map.placeOf("specification").file(), text, paths.folder()));
  }

  private static Specification specificationOf(Path file) {
    try {
      Path folder = file.toAbsolutePath().resolveSibling("");
      return new Specification(file.toString(), Files.readString(file), folder);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("this file is not UTF-8: save it as UTF-8", e);
    } catch (IOException e) {
      throw new IllegalArgumentException("this file cannot be read", e);
    }
  }

  private static Read<PersonColumn> person(YamlMap map) {
    Read<String> column = map.value("column", TEXT);
    Read<PersonKind> kind = map.value("kind", oneOf(PersonKind.class));
    return map.build(() -> new PersonColumn(column.get(), kind.get()));
  }

  private static Read<WarningOverride> override(YamlMap map) {
    Read<String> warning = map.value("warning", IDENTIFIER);
    Read<String> column = map.value("column", TEXT);
    Read<String> reason = map.value("reason", TEXT);
    return map.build(() -> new WarningOverride(warning.get(), column.get(), reason.get()));
  }

  private static String prefix(String written) {
    if (!PREFIX.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "write a path such as /studies/lc001/adsl: segments of letters, digits and . _ ~ -, none"
              + " beginning with a dot, no slash at the end");
    }
    String first = written.split("/", -1)[1];
    if (OWN.contains(first)) {
      throw new IllegalArgumentException(
          "/" + first + " is the gateway's own: begin with another segment");
    }
    return written;
  }
}

package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static io.dukou.gateway.yaml.ValueTypes.integer;

import io.dukou.audit.MalformedException;
import io.dukou.audit.Officers;
import io.dukou.audit.Retention;
import io.dukou.audit.VerifierKey;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.YamlMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Reads the section {@code records}. */
final class RecordsReader {
  private static final ValueType<VerifierKey> OFFICER =
      TEXT.map("verifier key", RecordsReader::officer);

  private RecordsReader() {}

  static Read<RecordsConfig> read(YamlMap map, PathTypes paths) {
    Read<Integer> years =
        map.value(
            "years",
            integer(Retention.LEAST_YEARS, Retention.MOST_YEARS),
            Integer.toString(Retention.DEFAULT_YEARS));
    Read<List<VerifierKey>> officers = map.values("officers", OFFICER);
    Read<Integer> personSearches = map.value("personSearches", integer(0, 10_000), "20");
    Read<RecordsConfig.Api> api = map.optionalSection("api", section -> api(section, paths));
    return map.build(
        () ->
            new RecordsConfig(
                new Retention(years.get()),
                new Officers(officers.get()),
                personSearches.get(),
                api.orNull()));
  }

  private static Read<RecordsConfig.Api> api(YamlMap map, PathTypes paths) {
    Read<String> host = map.value("host", TEXT, "127.0.0.1");
    Read<Integer> port = map.value("port", integer(0, 65_535));
    Read<Path> certificate = map.optional("certificate", paths.file());
    Read<Path> key = map.optional("key", paths.secretFile());
    Read<List<Cidr>> networks = map.values("networks", ClientReader.NETWORK);
    Read<List<String>> names = map.values("names", TEXT);
    return map.build(
        () ->
            new RecordsConfig.Api(
                host.get(),
                port.get(),
                certificate.orNull(),
                key.orNull(),
                networks.get(),
                Set.copyOf(names.get())));
  }

  private static VerifierKey officer(String text) {
    try {
      return VerifierKey.parse(text);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(
          "write the key that `dukou officer keygen` printed: " + e.getMessage(), e);
    }
  }
}

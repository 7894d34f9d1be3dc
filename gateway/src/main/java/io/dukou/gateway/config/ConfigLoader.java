package io.dukou.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.gateway.yaml.KeyUse;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.Problems;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.UnusableFileException;
import io.dukou.gateway.yaml.ValueTypes;
import io.dukou.gateway.yaml.YamlDocument;
import io.dukou.gateway.yaml.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Reads {@code dukou.yaml}.
 *
 * <p>Each section has its reader in this package; a key, its type and its default stand there and
 * nowhere else in code. What concerns several sections is in {@link CrossChecks}.
 */
public final class ConfigLoader {
  private ConfigLoader() {}

  /**
   * Reads and checks a configuration. Blocks; call it from a worker.
   *
   * @param file the file
   * @return the configuration, which is sound as far as the files it names show
   * @throws UnusableFileException with every wrong, unknown, retired or repeated key, each with its
   *     line, column and remedy
   */
  public static GatewayConfig load(Path file) {
    Problems problems = new Problems();
    Read<GatewayConfig> config =
        document(file, problems).root().map(root -> read(file, root)).orElse(Read.none());
    problems.throwIfAny();
    return config.get();
  }

  /** Returns the keys that loading {@code file} asks for; for checking the documentation. */
  static List<KeyUse> keysOf(Path file) {
    YamlDocument document = document(file, new Problems());
    document.root().ifPresent(root -> read(file, root));
    return document.uses();
  }

  private static YamlDocument document(Path file, Problems problems) {
    return new YamlDocument(file.toString(), text(file), problems);
  }

  private static String text(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(YamlDocument.MOST_BYTES + 1);
      if (bytes.length > YamlDocument.MOST_BYTES) {
        throw unusable(file, "is longer than 16 MiB, the most that is read");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unusable(file, "is not UTF-8: save it as UTF-8");
    } catch (IOException e) {
      throw unusable(file, "cannot be read: check its name and who may read it");
    }
  }

  private static UnusableFileException unusable(Path file, String message) {
    return new UnusableFileException(List.of(new Problem(file.toString(), 0, 0, message)));
  }

  private static Read<GatewayConfig> read(Path file, YamlMap root) {
    PathTypes paths = PathTypes.relativeTo(file);
    Read<ServerConfig> server = root.section("server", map -> ServerReader.read(map, paths));
    Read<IdentityConfig> identity =
        root.section("identity", map -> IdentityReader.read(map, paths));
    IdentityHashMap<Object, YamlMap> sources = new IdentityHashMap<>();
    Read<List<ClientConfig>> clients =
        root.sections("clients", map -> remember(sources, map, ClientReader.read(map)));
    Read<List<RouteConfig>> routes =
        root.sections("routes", map -> remember(sources, map, RouteReader.read(map, paths)));
    Read<String> planner = root.value("planner", ValueTypes.IDENTIFIER, Planner.OPTIMAL);
    Read<FactsConfig> facts = root.section("facts", map -> FoldersReader.facts(map, paths));
    Read<PolicyConfig> policy = root.section("policy", map -> PolicyReader.read(map, paths));
    Read<AuditConfig> audit = root.section("audit", map -> FoldersReader.audit(map, paths));
    Read<RecordsConfig> records =
        root.section("records", section -> RecordsReader.read(section, paths));
    Read<KeysConfig> keys = root.section("keys", map -> FoldersReader.keys(map, paths));
    Read<StateConfig> state = root.section("state", map -> FoldersReader.state(map, paths));
    Read<SpoolConfig> spool = root.section("spool", map -> FoldersReader.spool(map, paths));
    Read<OutboundConfig> outbound = root.section("outbound", LimitsReader::outbound);
    Read<TableLimits> tables = root.section("tables", LimitsReader::tables);
    Read<GatewayConfig> config =
        root.build(
            () ->
                new GatewayConfig(
                    file,
                    server.get(),
                    identity.get(),
                    clients.get(),
                    routes.get(),
                    planner.get(),
                    facts.get(),
                    policy.get(),
                    audit.get(),
                    records.get(),
                    keys.get(),
                    state.get(),
                    spool.get(),
                    outbound.get(),
                    tables.get()));
    config.toOptional().ifPresent(made -> new CrossChecks(made, root, sources).check());
    return config;
  }

  private static <T> Read<T> remember(
      IdentityHashMap<Object, YamlMap> sources, YamlMap map, Read<T> read) {
    read.toOptional().ifPresent(value -> sources.put(value, map));
    return read;
  }
}

package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.URL;
import static io.dukou.gateway.yaml.ValueTypes.duration;
import static io.dukou.gateway.yaml.ValueTypes.oneOf;

import io.dukou.gateway.config.PolicyConfig.Engine;
import io.dukou.gateway.config.PolicyConfig.Opa;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.YamlMap;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the section {@code policy}. */
final class PolicyReader {
  private PolicyReader() {}

  /** Reads the section. */
  static Read<PolicyConfig> read(YamlMap map, PathTypes paths) {
    Read<Engine> engine = map.value("engine", oneOf(Engine.class), "embedded");
    Read<Duration> timeout =
        map.value("timeout", duration(Duration.ofMillis(10), Duration.ofMinutes(1)), "2s");
    Read<Opa> opa = map.optionalSection("opa", section -> opa(section, paths));
    return map.build(() -> new PolicyConfig(engine.get(), timeout.get(), opa.orNull()));
  }

  private static Read<Opa> opa(YamlMap map, PathTypes paths) {
    Read<URI> url = map.value("url", URL);
    Read<Path> authorities = map.optional("authorities", paths.file());
    Read<Path> tokenFile = map.optional("tokenFile", paths.secretFile());
    if (url.toOptional().filter(found -> !Loopback.protectedOrLocal(found)).isPresent()) {
      map.problem("url", "plain http leaves this machine: use https");
    }
    return map.build(() -> new Opa(url.get(), authorities.orNull(), tokenFile.orNull()));
  }
}

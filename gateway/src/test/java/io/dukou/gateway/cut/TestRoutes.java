package io.dukou.gateway.cut;

import io.dukou.gateway.config.OriginConfig;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.config.Specification;
import io.dukou.gateway.config.TableLimits;
import io.dukou.gateway.yaml.ByteSize;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Routes that nobody reads from. */
public final class TestRoutes {
  private TestRoutes() {}

  /** Returns a route of CSV bodies to {@code dataset}. */
  public static RouteTable route(
      String study,
      String dataset,
      @Nullable String table,
      String spec,
      @Nullable PersonColumn person) {
    OriginConfig origin =
        new OriginConfig(
            URI.create("https://origin.example/" + dataset),
            new OriginConfig.EntityTag(),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            new ByteSize(1 << 20),
            OriginConfig.Format.CSV,
            new OriginConfig.CsvForm(',', StandardCharsets.UTF_8),
            new OriginConfig.Trust(null, null, null));
    RouteConfig config =
        new RouteConfig(
            "/" + study + "/" + dataset,
            study,
            dataset,
            origin,
            new Specification("spec.yaml", spec, Path.of(".")),
            table,
            person,
            List.of());
    return RouteTable.of(config, new TableLimits(1_000, 100, new ByteSize(1 << 16), 8, 1_000));
  }
}

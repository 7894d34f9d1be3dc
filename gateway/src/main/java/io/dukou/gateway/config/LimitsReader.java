package io.dukou.gateway.config;

import static io.dukou.gateway.yaml.ValueTypes.duration;
import static io.dukou.gateway.yaml.ValueTypes.integer;
import static io.dukou.gateway.yaml.ValueTypes.size;
import static io.dukou.gateway.yaml.ValueTypes.whole;

import io.dukou.gateway.yaml.ByteSize;
import io.dukou.gateway.yaml.Read;
import io.dukou.gateway.yaml.ValueType;
import io.dukou.gateway.yaml.ValueType.Form;
import io.dukou.gateway.yaml.YamlMap;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Reads the sections {@code outbound} and {@code tables}. */
final class LimitsReader {
  private static final ValueType<HostPort> HOST =
      new ValueType<>("host:port", Form.TEXT, HostPort::parse);
  private static final ValueType<Cidr> NETWORK = new ValueType<>("network", Form.TEXT, Cidr::parse);

  /** This machine and private networks, RFC 1918 and RFC 4193; no link-local addresses. */
  private static final List<Cidr> PRIVATE_NETWORKS =
      Stream.of(
              "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
          .map(Cidr::parse)
          .toList();

  private LimitsReader() {}

  /** Reads the section {@code outbound}. */
  static Read<OutboundConfig> outbound(YamlMap map) {
    Read<List<HostPort>> hosts = map.values("hosts", HOST);
    Read<List<Cidr>> networks = map.optionalValues("networks", NETWORK);
    Read<Duration> connectTimeout =
        map.value("connectTimeout", duration(Duration.ofMillis(100), Duration.ofMinutes(2)), "5s");
    return map.build(
        () ->
            new OutboundConfig(
                hosts.get(), networks.toOptional().orElse(PRIVATE_NETWORKS), connectTimeout.get()));
  }

  /** Reads the section {@code tables}. */
  static Read<TableLimits> tables(YamlMap map) {
    Read<Long> rows = map.value("rows", whole(1, 2_000_000_000), "20000000");
    Read<Integer> columns = map.value("columns", integer(1, 16_384), "1000");
    Read<ByteSize> fieldBytes = map.value("fieldBytes", size("16 B", "16 MiB"), "64 KiB");
    Read<Integer> depth = map.value("depth", integer(4, 256), "32");
    Read<Integer> pageRows = map.value("pageRows", integer(1, 100_000_000), "100000");
    return map.build(
        () ->
            new TableLimits(
                rows.get(), columns.get(), fieldBytes.get(), depth.get(), pageRows.get()));
  }
}

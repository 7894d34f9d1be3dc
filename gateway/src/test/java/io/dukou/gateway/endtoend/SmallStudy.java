package io.dukou.gateway.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Sixty invented subjects in one table that can be given, and the site of a gateway for it. */
final class SmallStudy {
  static final String TABLE = "/st-1/data";

  private static final String SPECIFICATION =
      """
      subject: subject
      attributes:
        subject: {role: direct-identifier}
        name:    {role: direct-identifier}
        age:     {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
        arm:     {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      """;

  private SmallStudy() {}

  /** Returns the table as its origin holds it. */
  static String csv() {
    StringBuilder csv = new StringBuilder("subject,name,age,arm\n");
    for (int i = 1; i <= 60; i++) {
      csv.append("S%d,Canary%d,%d,a\n".formatted(i, i, 30 + i % 3 * 10));
    }
    return csv.toString();
  }

  /** Writes a site whose route reads {@code origin}, with more settings of that origin. */
  static Site site(Path folder, String origin, String hostAndPort, String settings)
      throws IOException {
    String route =
        """
          - prefix: %s
            study: st-1
            dataset: data
            origin: {url: "%s", version: none, recheck: 1m, timeout: 5s, format: csv%s}
            specification: spec.yaml
        """
            .formatted(TABLE, origin, settings);
    List<String> subjects = IntStream.rangeClosed(1, 60).mapToObj(i -> "S" + i).toList();
    return Site.write(
        folder,
        new Site.Plan(
            hostAndPort, route, List.of("spec.yaml", SPECIFICATION), subjects, "age, arm", ""));
  }

  /** Makes the gateway of {@code site} ask the policy server at this host and port. */
  static Site decidedBy(String address, Site site) throws IOException {
    site.edit(
        "dukou.yaml",
        "\nfacts: ",
        "\npolicy: {engine: opa, timeout: 2s, opa: {url: \"http://" + address + "\"}}\nfacts: ");
    site.edit("dukou.yaml", "outbound: {hosts: [", "outbound: {hosts: [\"" + address + "\", ");
    return site;
  }
}

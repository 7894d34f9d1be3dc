package io.dukou.gateway.facts;

import io.dukou.gateway.yaml.YamlMap;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that everything that facts name is there. */
final class FactsReferences {
  private final Map<String, Exporter> exporters;
  private final Map<String, Recipient> recipients;
  private final Map<String, Study> studies;
  private final IdentityHashMap<Object, YamlMap> sources;

  /**
   * Prepares the checks.
   *
   * @param sources the mapping that each part was read from, by identity
   */
  FactsReferences(
      Map<String, Exporter> exporters,
      Map<String, Recipient> recipients,
      Map<String, Study> studies,
      IdentityHashMap<Object, YamlMap> sources) {
    this.exporters = exporters;
    this.recipients = recipients;
    this.studies = studies;
    this.sources = sources;
  }

  /** Reports every name that leads nowhere. */
  void check(Map<String, Mechanism> mechanisms, Map<String, ImpactAssessment> assessments) {
    for (Recipient recipient : recipients.values()) {
      names(recipient, recipient.together(), recipients);
    }
    for (Study study : studies.values()) {
      names(study, List.of(study.exporter()), exporters);
      names(study, study.consent().notices().keySet(), recipients);
    }
    for (Mechanism mechanism : mechanisms.values()) {
      names(mechanism, List.of(mechanism.exporter()), exporters);
      scope(mechanism, mechanism.scope());
    }
    for (ImpactAssessment assessment : assessments.values()) {
      names(assessment, List.of(assessment.exporter()), exporters);
      scope(assessment, assessment.scope());
    }
  }

  private void scope(Object part, Scope scope) {
    names(part, orEmpty(scope.recipients()), recipients);
    names(part, orEmpty(scope.studies()), studies);
  }

  private void names(Object part, Collection<String> names, Map<String, ?> known) {
    YamlMap source = sources.get(part);
    for (String name : names) {
      if (!known.containsKey(name) && source != null) {
        source.problem("'" + name + "' is named here and described nowhere: add it");
      }
    }
  }

  private static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}

package io.dukou.audit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings, each once, up to a limit. */
final class Findings {
  private final LogStorage storage;
  private final Set<LogReport.Finding> found = new LinkedHashSet<>();

  Findings(LogStorage storage) {
    this.storage = storage;
  }

  /** Notes what is wrong with a part of a file of the log. */
  void add(String path, String unit, String problem) {
    addAbout(storage.describe(path), unit, problem);
  }

  /** Notes what is wrong with a part of a file named already. */
  void addAbout(String file, String unit, String problem) {
    if (!full()) {
      found.add(new LogReport.Finding(file, unit, problem));
    }
  }

  boolean full() {
    return found.size() >= LogCheck.MAX_FINDINGS;
  }

  boolean none() {
    return found.isEmpty();
  }

  List<LogReport.Finding> list() {
    return List.copyOf(found);
  }
}

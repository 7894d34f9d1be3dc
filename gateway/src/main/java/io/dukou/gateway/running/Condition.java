package io.dukou.gateway.running;

import io.dukou.audit.AuditException;
import io.dukou.gateway.facts.StudyRegistry;
import io.dukou.gateway.server.Readiness;
import io.dukou.gateway.yaml.Problem;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a gateway can answer, and whether it should end. Any thread. */
final class Condition implements Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  private final StudyRegistry facts;
  private volatile BooleanSupplier logHealthy = () -> false;
  private volatile Supplier<List<Problem>> keyProblems = List::of;
  private volatile Supplier<Optional<String>> policyTrouble = Optional::empty;
  private volatile Supplier<Optional<String>> stampTrouble = Optional::empty;
  private volatile Supplier<Optional<String>> witnessTrouble = Optional::empty;
  private volatile Supplier<Optional<String>> difference = Optional::empty;
  private volatile Supplier<Optional<String>> scarcity = Optional::empty;
  private volatile Supplier<Optional<String>> spaceTrouble = Optional::empty;
  private volatile Supplier<Map<String, Long>> figures = Map::of;
  private volatile Supplier<Map<String, Long>> spaceFigures = Map::of;

  Condition(StudyRegistry facts) {
    this.facts = facts;
  }

  /** Tells how to ask whether the log takes entries. */
  void log(BooleanSupplier healthy) {
    logHealthy = healthy;
  }

  /** Tells how to ask what is wrong with the keys that credentials are checked with. */
  void keys(Supplier<List<Problem>> problems) {
    keyProblems = problems;
  }

  /** Tells how to ask what is wrong with the engine that decides, where it is another process. */
  void policies(Supplier<Optional<String>> trouble) {
    policyTrouble = trouble;
  }

  /** Tells how to ask why checkpoints get no time stamps, where they are to. */
  void timeStamps(Supplier<Optional<String>> trouble) {
    stampTrouble = trouble;
  }

  /** Tells how to ask what is wrong with the witnesses of the log, where there are to be any. */
  void witnesses(Supplier<Optional<String>> trouble) {
    witnessTrouble = trouble;
  }

  /** Tells how to ask whether answers, entries and persons agree, and what was counted. */
  void completeness(Supplier<Optional<String>> differs, Supplier<Map<String, Long>> counted) {
    difference = differs;
    figures = counted;
  }

  /** Tells how to ask what room the log has on its disks. */
  void space(LogSpace space) {
    scarcity = space::scarcity;
    spaceTrouble = space::trouble;
    spaceFigures = space::figures;
  }

  /** Remembers that the process must end; what is told first counts. */
  void fail(Throwable failure) {
    if (fatal.complete(failure)) {
      LOG.error("this process must end: {}", reason(failure));
    }
  }

  /**
   * Returns the words of a failure of the log, or of the file system below it, which hold nothing
   * personal; else its type.
   */
  private static String reason(Throwable failure) {
    if (failure instanceof AuditException) {
      return String.valueOf(failure.getMessage());
    }
    String type = failure.getClass().getName();
    return failure instanceof FileSystemException file ? type + " of " + file.getFile() : type;
  }

  /** Completes, normally, with why the process must end, if it must. */
  CompletableFuture<Throwable> fatal() {
    return fatal;
  }

  @Override
  public Map<String, Long> figures() {
    Map<String, Long> all = new HashMap<>(figures.get());
    all.putAll(spaceFigures.get());
    return all;
  }

  @Override
  public List<String> faults() {
    return Stream.of(scarcity, stampTrouble, witnessTrouble, difference)
        .flatMap(each -> each.get().stream())
        .toList();
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!logHealthy.getAsBoolean()) {
      missing.add("the log takes no entries");
    }
    spaceTrouble.get().ifPresent(missing::add);
    if (fatal.isDone()) {
      missing.add("the process must end: " + reason(fatal.join()));
    }
    facts.problems().forEach(problem -> missing.add("facts: " + problem));
    keyProblems.get().forEach(problem -> missing.add("identity: " + problem));
    policyTrouble.get().ifPresent(trouble -> missing.add("policy: " + trouble));
    return missing;
  }
}

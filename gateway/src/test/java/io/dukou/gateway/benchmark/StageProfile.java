package io.dukou.gateway.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a Dukou server under load spent its time, from its flight recording: the share of each
 * stage in the samples of running Java code, and how long syncs of the log took. A sample belongs
 * to the innermost class that the table below names.
 */
final class StageProfile {
  private static final String REST = "Vert.x, Netty and the rest";

  /** Stages by the beginning of a class's name; the first that fits counts. */
  private static final Map<String, String> STAGES = new LinkedHashMap<>();

  static {
    STAGES.put("io.dukou.gateway.identity.", "identify");
    STAGES.put("io.dukou.policies.", "decide");
    STAGES.put("io.dukou.gateway.facts.", "decide");
    STAGES.put("io.dukou.gateway.pipeline.Dec", "decide");
    STAGES.put("io.dukou.gateway.pipeline.Ruling", "decide");
    STAGES.put("io.dukou.gateway.cut.", "fetch");
    STAGES.put("io.dukou.gateway.pipeline.MeasureStage", "measure");
    STAGES.put("io.dukou.gateway.release.PersonTally", "measure");
    STAGES.put("io.dukou.gateway.release.", "protect, from memory");
    STAGES.put("io.dukou.audit.CanonicalJson", "record: canonical JSON");
    STAGES.put("io.dukou.audit.DomesticSeal", "record: encrypt the domestic part");
    STAGES.put("io.dukou.audit.Domestic", "record: salt and hash the domestic part");
    STAGES.put("io.dukou.audit.LogKeys", "record: sign checkpoints");
    STAGES.put("io.dukou.audit.TlogProof", "record: write receipts");
    STAGES.put("io.dukou.audit.", "record: the rest");
    STAGES.put("io.dukou.gateway.server.", "HTTP");
    STAGES.put("io.dukou.gateway.", "pipeline");
  }

  private final Map<String, Integer> samples = new LinkedHashMap<>();
  private int allSamples;
  private int syncs;
  private Duration syncing = Duration.ZERO;

  private StageProfile() {}

  /** Reads what a recording says about the time from {@code from} until {@code to}. */
  static StageProfile read(Path recording, Instant from, Instant to) throws IOException {
    StageProfile profile = new StageProfile();
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (!event.getStartTime().isBefore(from) && event.getStartTime().isBefore(to)) {
          profile.add(event);
        }
      }
    }
    return profile;
  }

  /** Prints the stages, the costliest first. */
  void print(String name) {
    System.out.printf("%n%s: %d samples of running Java code%n", name, allSamples);
    samples.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            stage ->
                System.out.printf(
                    "  %5.1f %%  %s%n", 100.0 * stage.getValue() / allSamples, stage.getKey()));
    System.out.printf(
        "  waiting: %d syncs of the log, %.2f ms each%n",
        syncs, syncing.toNanos() / 1e6 / Math.max(1, syncs));
  }

  private void add(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> {
        allSamples++;
        samples.merge(stage(event.getStackTrace()), 1, Integer::sum);
      }
      case "jdk.FileForce" -> {
        syncs++;
        syncing = syncing.plus(event.getDuration());
      }
      default -> {} // of no interest here
    }
  }

  private static String stage(RecordedStackTrace trace) {
    for (RecordedFrame frame : trace.getFrames()) {
      String type = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> stage : STAGES.entrySet()) {
        if (type.startsWith(stage.getKey())) {
          return stage.getValue();
        }
      }
    }
    return REST;
  }
}

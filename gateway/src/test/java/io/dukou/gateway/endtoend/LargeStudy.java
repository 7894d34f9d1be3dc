package io.dukou.gateway.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A study with long rows behind a raw origin: its table does not fit into the buffers of a
 * connection, so an answer can be broken off. Names and notes are canaries, and so is what the
 * origin says beside the table. A marker, different for each subject, is released. One thread.
 */
final class LargeStudy implements AutoCloseable {
  private static final String SPECIFICATION =
      """
      subject: subject
      attributes:
        subject: {role: direct-identifier}
        name:    {role: direct-identifier}
        age:     {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5, factors: [2, 2]}}}
        sex:     {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 1}}}
        note:    {role: free-text}
        marker:  {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      suppressionLimit: 0.05
      """;

  /** Everybody who may ever enrol has consented. */
  private static final int MOST_SUBJECTS = 5000;

  private static final String PADDING = "-".repeat(60_000);

  private final RawOrigin origin = new RawOrigin();
  private final Random random = new Random(20261125);
  private final Map<Integer, String> rows = new TreeMap<>();
  private final int rowBytes;
  private final String name;
  private final String note;
  private final String header;
  private int version;

  private LargeStudy(Canaries canaries, int rowBytes) throws IOException {
    this.rowBytes = rowBytes;
    this.name = canaries.plant("name");
    this.note = canaries.plant("note");
    this.header = canaries.plant("header");
  }

  /** Opens a study of so many subjects, whose table takes about so many bytes. */
  static LargeStudy of(Canaries canaries, int subjects, int bytes) throws IOException {
    LargeStudy study = new LargeStudy(canaries, bytes / subjects);
    study.enrol(subjects);
    return study;
  }

  /** Lets so many subjects enrol and publishes the table anew. */
  void enrol(int subjects) {
    for (int i = 0; i < subjects; i++) {
      int number = rows.size() + 1;
      rows.put(number, row(number));
    }
    version++;
    origin.on(
        "/data.csv",
        RawOrigin.ok(
            "text/csv",
            "ETag: \"v" + version + "\"\r\nX-Internal: " + header + "\r\n",
            "subject,name,age,sex,note,marker\n" + String.join("\n", rows.values()) + "\n"));
  }

  /** Writes the folder of a gateway that serves the study. */
  Site site(Path folder) throws IOException {
    String route =
        """
          - prefix: /st-1/data
            study: st-1
            dataset: data
            origin: {url: "%1$s", version: etag, recheck: 0s, format: csv}
            specification: spec.yaml
          - prefix: /st-1/other
            study: st-1
            dataset: other
            origin: {url: "%1$s", version: etag, recheck: 0s, format: csv}
            specification: spec.yaml
        """
            .formatted(origin.url("/data.csv"));
    List<String> subjects =
        IntStream.rangeClosed(1, MOST_SUBJECTS).mapToObj(number -> "S" + number).toList();
    return Site.write(
        folder,
        new Site.Plan(
            origin.hostAndPort(),
            route,
            List.of("spec.yaml", SPECIFICATION),
            subjects,
            "age, sex, marker",
            "spool: {memory: 64 KiB}"));
  }

  @Override
  public void close() throws IOException {
    origin.close();
  }

  private String row(int number) {
    String start =
        "S%d,%s%d,%d,%s,%s,m%d"
            .formatted(
                number,
                name,
                number,
                20 + random.nextInt(50),
                random.nextBoolean() ? "F" : "M",
                note,
                number);
    int padding = Math.max(0, rowBytes - start.getBytes(StandardCharsets.UTF_8).length);
    return start + PADDING.substring(0, Math.min(padding, PADDING.length()));
  }
}

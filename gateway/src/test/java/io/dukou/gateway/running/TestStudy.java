package io.dukou.gateway.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** An invented study: subjects with a few facts each, as a CSV table, and who consented. */
final class TestStudy {
  static final String HEADER = "subject,name,age,sex,arm,score\n";

  private final List<Subject> subjects;

  private TestStudy(List<Subject> subjects) {
    this.subjects = subjects;
  }

  /** Returns a study of {@code size} subjects, the same for the same seed. */
  static TestStudy of(int size, long seed) {
    Random random = new Random(seed);
    List<Subject> subjects = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      subjects.add(
          new Subject(
              "S-%05d".formatted(i),
              20 + random.nextInt(60),
              random.nextBoolean() ? "F" : "M",
              random.nextInt(40)));
    }
    return new TestStudy(subjects);
  }

  /** Returns this study with further subjects. */
  TestStudy with(Subject... others) {
    List<Subject> all = new ArrayList<>(subjects);
    all.addAll(List.of(others));
    return new TestStudy(all);
  }

  /** Returns the study of those whom {@code kept} accepts. */
  TestStudy where(Predicate<Subject> kept) {
    return new TestStudy(subjects.stream().filter(kept).toList());
  }

  List<Subject> subjects() {
    return subjects;
  }

  /** Returns the table as the origin holds it. */
  String csv() {
    StringBuilder csv = new StringBuilder(HEADER);
    subjects.forEach(subject -> csv.append(subject.row()));
    return csv.toString();
  }

  /** Returns a second table: an event of each subject with an even score. */
  String events() {
    StringBuilder csv = new StringBuilder("subject,day,term\n");
    subjects.forEach(subject -> csv.append(subject.events()));
    return csv.toString();
  }

  /** Returns the ledger: everybody has consented but those whom {@code withdrawn} accepts. */
  String consents(Predicate<Subject> withdrawn) {
    StringBuilder csv =
        new StringBuilder(
            "subject,version,basis,separate_sensitive,separate_export,recipients,purposes,"
                + "withdrawn_at\n");
    for (Subject subject : subjects) {
      csv.append(subject.id)
          .append(",ICF-3,consent,yes,yes,rhein-pharma|aare-biostat|other-pharma,label_update,")
          .append(withdrawn.test(subject) ? "2026-11-01T00:00:00Z" : "")
          .append('\n');
    }
    return csv.toString();
  }

  /** One subject. */
  record Subject(String id, int age, String sex, int score) {
    String events() {
      return score % 2 == 0
          ? "%s,2026-0%d-%02d,t%d%n".formatted(id, 1 + score % 3, 1 + score % 28, score % 4)
          : "";
    }

    String row() {
      return id
          + ",Name "
          + id
          + ","
          + age
          + ","
          + sex
          + ","
          + (score % 2 == 0 ? "drug" : "sham")
          + ","
          + score / 10
          + "\n";
    }
  }
}

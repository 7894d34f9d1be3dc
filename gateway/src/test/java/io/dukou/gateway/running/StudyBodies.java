package io.dukou.gateway.running;

import io.dukou.gateway.running.TestStudy.Subject;
import java.util.stream.Collectors;

/** Writes a {@link TestStudy} in each format that an origin may have. */
enum StudyBodies {
  CSV("text/csv"),
  JSON("application/json"),
  NDJSON("application/x-ndjson"),
  DATASET_JSON("application/json"),
  DATASET_NDJSON("application/x-ndjson");

  private final String mediaType;

  StudyBodies(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  /** Returns what the configuration calls the format. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Returns the whole body. */
  String of(TestStudy study) {
    return switch (this) {
      case CSV -> study.csv();
      case JSON -> rows(study, ",\n", "{", "[\n", "\n]\n");
      case NDJSON -> rows(study, "\n", "{", "", "\n");
      case DATASET_JSON ->
          "{" + header(study) + ",\"rows\":" + rows(study, ",\n", "[", "[\n", "\n]}");
      case DATASET_NDJSON -> "{" + header(study) + "}\n" + rows(study, "\n", "[", "", "\n");
    };
  }

  /** Returns the members of Dataset-JSON before the rows. */
  static String header(TestStudy study) {
    return """
    "datasetJSONCreationDateTime":"2026-01-31T10:00:00","datasetJSONVersion":"1.1.0",\
    "itemGroupOID":"IG.T","records":%d,"name":"T","label":"t","columns":[%s]\
    """
        .formatted(
            study.subjects().size(),
            TestStudy.HEADER
                .strip()
                .lines()
                .flatMap(names -> java.util.Arrays.stream(names.split(",")))
                .map(StudyBodies::column)
                .collect(Collectors.joining(",")));
  }

  private static String column(String name) {
    boolean number = name.equals("age") || name.equals("score");
    return "{\"itemOID\":\"IT.%s\",\"name\":\"%s\",\"label\":\"%s\",\"dataType\":\"%s\"}"
        .formatted(name, name, name, number ? "integer" : "string");
  }

  private static String rows(
      TestStudy study, String between, String opening, String first, String last) {
    boolean named = opening.equals("{");
    return study.subjects().stream()
        .map(subject -> opening + row(subject, named) + (named ? "}" : "]"))
        .collect(Collectors.joining(between, first, last));
  }

  private static String row(Subject subject, boolean named) {
    String[] cells = subject.row().strip().split(",", -1);
    String[] names = TestStudy.HEADER.strip().split(",", -1);
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      boolean number = names[i].equals("age") || names[i].equals("score");
      row.append(i == 0 ? "" : ",")
          .append(named ? "\"" + names[i] + "\":" : "")
          .append(number ? cells[i] : "\"" + cells[i] + "\"");
    }
    return row.toString();
  }
}

package io.dukou.gateway.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A laboratory table of a made-up study, as large as is asked for, equal for equal sizes. */
final class StudyFile {
  static final String SPECIFICATION =
      """
      subject: subject
      attributes:
        subject: {role: direct-identifier}
        county:  {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 6}}}
        sex:     {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 1}}}
        age:     {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5, factors: [2, 2]}}}
        day:     {role: sensitive}
        test:    {role: sensitive}
        result:  {role: sensitive}
        unit:    {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      """;
  static final String FIELDS = "county, sex, age, day, test, result, unit";

  private static final String[] TESTS = {"HBA1C,%", "GLUC,mmol/L", "CREAT,umol/L", "ALT,U/L"};

  private StudyFile() {}

  /** Returns the names of the subjects. */
  static List<String> subjects(int count) {
    List<String> subjects = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      subjects.add("LC-%05d".formatted(i));
    }
    return subjects;
  }

  /** Returns a CSV of at least {@code bytes} bytes over the subjects, the same rows for each. */
  static byte[] csv(List<String> subjects, int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes + (1 << 20));
    out.writeBytes(
        "subject,county,sex,age,day,test,result,unit\n".getBytes(StandardCharsets.US_ASCII));
    Random random = new Random(4);
    List<String> fixed = new ArrayList<>();
    for (String subject : subjects) {
      fixed.add(
          "%s,4601%02d,%s,%d,"
              .formatted(
                  subject,
                  random.nextInt(20),
                  random.nextBoolean() ? "F" : "M",
                  20 + random.nextInt(60)));
    }
    for (int day = 1; out.size() < bytes; day++) {
      for (String subject : fixed) {
        String[] test = TESTS[random.nextInt(TESTS.length)].split(",", 2);
        String row =
            subject
                + "2026-%02d-%02d".formatted(1 + day / 28 % 12, 1 + day % 28)
                + ','
                + test[0]
                + ','
                + random.nextInt(20)
                + '.'
                + random.nextInt(10)
                + ','
                + test[1]
                + '\n';
        out.writeBytes(row.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toByteArray();
  }
}

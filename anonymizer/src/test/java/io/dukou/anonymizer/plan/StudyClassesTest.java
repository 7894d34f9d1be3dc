package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Joint classes of two tables; plans hold their hashes, so these may never change. */
final class StudyClassesTest {
  private static final EquivalenceClasses PEOPLE =
      EquivalenceClasses.asTheyAre(
          PlanCase.table("id,age", "a,30", "b,30", "c,40"), List.of("age"), "id");
  private static final EquivalenceClasses VISITS =
      EquivalenceClasses.asTheyAre(
          PlanCase.table("id,place", "b,x", "a,x", "d,x", "d,y"), List.of("place"), "id");
  private static final StudyClasses JOINT = joint();

  private static StudyClasses joint() {
    Map<String, EquivalenceClasses> parts = new LinkedHashMap<>();
    parts.put("people", PEOPLE);
    parts.put("visits", VISITS);
    return StudyClasses.joined(parts);
  }

  @Test
  void subjects_areOneAcrossTables() {
    assertThat(JOINT.subjectCount()).isEqualTo(4);
    assertThat(List.of(0, 1, 2, 3)).map(JOINT::nameOfSubject).containsExactly("a", "b", "c", "d");
    assertThat(JOINT.subjectOfRow(0, 1)).isEqualTo(1);
    assertThat(JOINT.subjectOfRow(1, 0)).isEqualTo(1);
    assertThat(JOINT.subjectOfRow(1, 3)).isEqualTo(3);
  }

  @Test
  void classes_areTheSameInEveryTable() {
    assertThat(JOINT.classCount()).isEqualTo(3);
    assertThat(JOINT.classOfSubject(0)).isEqualTo(JOINT.classOfSubject(1));
    assertThat(JOINT.classOfRow(1, 2)).isEqualTo(JOINT.classOfSubject(3));
    assertThat(JOINT.subjectsOf(JOINT.classOfSubject(0))).isEqualTo(2);
    assertThat(JOINT.subjectsOf(JOINT.classOfSubject(2))).isEqualTo(1);
    assertThat(JOINT.classOfSubject(2)).isNotEqualTo(JOINT.classOfSubject(3));
  }

  @Test
  void hash_isThatOfTheTablesNamesAndOwnHashes_noRowsBeingAnEmptyOne() {
    ClassHash[] hashes = JOINT.hashes(PlanCase.KEY);
    ClassHash[] people = PEOPLE.hashes(PlanCase.KEY);
    ClassHash[] visits = VISITS.hashes(PlanCase.KEY);

    assertThat(hashes[JOINT.classOfSubject(0)])
        .isEqualTo(hash(people[PEOPLE.classOfRow(0)].hex(), visits[VISITS.classOfRow(0)].hex()));
    assertThat(hashes[JOINT.classOfSubject(2)])
        .isEqualTo(hash(people[PEOPLE.classOfRow(2)].hex(), ""));
    assertThat(hashes[JOINT.classOfSubject(3)])
        .isEqualTo(hash("", visits[VISITS.classOfRow(2)].hex()));
  }

  private static ClassHash hash(String ofPeople, String ofVisits) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("dukou-study-class-v1\0".getBytes(UTF_8));
    for (String text : List.of("people", ofPeople, "visits", ofVisits)) {
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length()).array());
      bytes.writeBytes(text.getBytes(UTF_8));
    }
    return ClassHash.of(PlanCase.KEY.mac().doFinal(bytes.toByteArray()));
  }
}

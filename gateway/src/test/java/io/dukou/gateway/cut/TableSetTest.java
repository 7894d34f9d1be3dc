package io.dukou.gateway.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.config.RouteConfig.PersonKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which routes are tables of one set, and what a set depends on. */
final class TableSetTest {
  private static final String ONE =
      """
      subject: id
      attributes: {AGE: {role: quasi-identifier}}
      models: [{type: k-anonymity, k: 2}]
      """;
  private static final String TWO =
      """
      subject: id
      key: KEY
      tables:
        people: {attributes: {AGE: {role: quasi-identifier}, NAME: {role: direct-identifier}}}
        events: {counts: N, attributes: {N: {role: quasi-identifier}}}
      models: [{type: k-anonymity, k: 2}]
      """;

  private final RouteTable people = TestRoutes.route("st-1", "adsl", "people", TWO, null);
  private final RouteTable events = TestRoutes.route("st-1", "events", null, TWO, null);

  @Test
  void routesOfOneSpecificationOfSeveralTables_areOneSet_inItsOrder() {
    RouteTable alone = TestRoutes.route("st-1", "labs", null, ONE, null);
    List<TableSet> sets = TableSet.of(List.of(events, alone, people));
    assertThat(sets).hasSize(2);
    assertThat(sets.get(0).tables()).containsExactly(alone);
    assertThat(sets.get(0).hasKey()).isFalse();
    assertThat(sets.get(1).tables()).containsExactly(people, events);
    assertThat(sets.get(1).datasets()).containsExactly("adsl", "events");
    assertThat(sets.get(1).subject()).isEqualTo("id");
    assertThat(sets.get(1).hasKey()).isTrue();
  }

  @Test
  void sameSpecificationOfAnotherStudy_isAnotherSet() {
    List<RouteTable> routes =
        List.of(
            people,
            TestRoutes.route("st-2", "people", null, TWO, null),
            events,
            TestRoutes.route("st-2", "events", null, TWO, null));
    assertThat(TableSet.of(routes)).extracting(TableSet::study).containsExactly("st-1", "st-2");
  }

  @Test
  void setWithoutOneOfItsTables_isNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> TableSet.of(List.of(people)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestRoutes.route("st-1", "labs", null, TWO, null))
        .withMessageContaining("no such table");
  }

  @Test
  void fieldsOfATable_beginWithItsKey() {
    assertThat(people.fields()).containsExactly("KEY", "AGE");
    assertThat(events.fields()).containsExactly("KEY", "N");
    assertThat(events.counts()).contains("N");
    assertThat(people.counts()).isEmpty();
  }

  @Test
  void digestOfASet_dependsOnAllOfItsRoutes() {
    PersonColumn person = new PersonColumn("MPI", PersonKind.MASTER_INDEX);
    String before = digest(people, events);
    assertThat(digest(people, TestRoutes.route("st-1", "events", null, TWO, null)))
        .isEqualTo(before);
    assertThat(digest(people, TestRoutes.route("st-1", "events", null, TWO, person)))
        .isNotEqualTo(before);
    assertThat(digest(people, TestRoutes.route("st-1", "ae", "events", TWO, null)))
        .isNotEqualTo(before);
  }

  @Test
  void digestOfATableThatStandsAlone_isThatOfItsRoute() {
    RouteTable alone = TestRoutes.route("st-1", "labs", null, ONE, null);
    assertThat(digest(alone)).isEqualTo(alone.digest());
  }

  private static String digest(RouteTable... routes) {
    return TableSet.of(List.of(routes)).get(0).digest();
  }
}

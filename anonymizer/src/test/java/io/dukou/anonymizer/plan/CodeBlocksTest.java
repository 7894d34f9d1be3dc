package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.table.Column;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CodeBlocksTest {
  private static final String CODE = "code: {role: quasi-identifier}";

  private static Preparation part(String spec, String... lines) {
    return Preparation.of(PlanCase.table(lines), PlanCase.spec("others: drop", CODE, spec));
  }

  private static Optional<String> blocks(String spec, String... lines) {
    return CodeBlocks.column(part(spec, lines), "code").map(Column::name);
  }

  @Test
  void finestColumnOfAtMostHalfTheCodes_isTheBlock() {
    String[] lines = {
      "code,fine,half,third",
      "a,1,x,p",
      "b,2,x,p",
      "c,3,y,p",
      "d,4,y,p",
      "e,4,z,q",
      "f,4,z,q",
      "a,1,x,p"
    };

    assertThat(blocks("half: {role: insensitive}", lines)).contains("half");
    assertThat(blocks("third: {role: insensitive}", lines)).contains("half");
    assertThat(blocks("half: {role: free-text}", lines)).contains("third");
    assertThat(blocks("half: {role: direct-identifier}", lines)).contains("third");
  }

  @Test
  void columnOfOneValue_isNoBlock() {
    assertThat(blocks("other: {role: insensitive}", "code,other", "a,x", "b,x")).isEmpty();
  }

  @Test
  void columnWithAMissingCell_isNoBlock() {
    String[] first = {"code,other", "a,", "b,", "c,x", "d,x"};
    String[] last = {"code,other", "a,x", "b,x", "c,", "d,"};

    assertThat(blocks("other: {role: insensitive}", first)).isEmpty();
    assertThat(blocks("other: {role: insensitive}", last)).isEmpty();
  }

  @Test
  void columnThatTheCodesDoNotSettle_isNoBlock() {
    String[] lines = {"code,other", "a,x", "b,x", "c,y", "d,y", "a,y"};

    assertThat(blocks("other: {role: insensitive}", lines)).isEmpty();
    assertThat(CodeBlocks.hierarchy(part("other: {role: insensitive}", lines), "code")).isEmpty();
  }

  @Test
  void hierarchy_leadsFromCodesOverBlocksToTheRoot() {
    String[] lines = {"code,other", "a,x", "b,x", ",x", "c,y", "d,y", "a,x"};

    Hierarchy hierarchy =
        CodeBlocks.hierarchy(part("other: {role: insensitive}", lines), "code").orElseThrow();

    assertThat(hierarchy.levels()).isEqualTo(3);
    assertThat(hierarchy.listedLeaves()).isEqualTo(4);
    assertThat(hierarchy.generalise("d", 0)).isEqualTo("d");
    assertThat(hierarchy.generalise("d", 1)).isEqualTo("y");
    assertThat(hierarchy.generalise("d", 2)).isEqualTo(Hierarchy.ROOT);
  }
}

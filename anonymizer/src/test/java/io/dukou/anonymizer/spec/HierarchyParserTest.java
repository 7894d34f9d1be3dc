package io.dukou.anonymizer.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of a hierarchy in a specification, and the place of every fault in one. */
final class HierarchyParserTest {
  private static final String BEFORE = "  a: {role: quasi-identifier, hierarchy: ";
  private static final Map<String, String> FILES =
      Map.of("h.csv", "1;low;*\n2;low;*\n", "c.csv", "A;\nA1;A\n", "bad.csv", "A;B\n");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {file: h.csv}                              | {"table":[["1","low","*"],["2","low","*"]]}
          {file: h.csv, delimiter: ";", encoding: GB18030} | {"table":[["1","low","*"],["2","low","*"]]}
          {codes: {file: c.csv}}                     | {"table":[["A","A","*"],["A1","A","*"]]}
          {codes: {file: c.csv, delimiter: ";", encoding: UTF-8}} | {"table":[["A","A","*"],["A1","A","*"]]}
          {redact: {}}                               | {"redact":{"from":"right","char":"*","length":4}}
          {redact: {from: left, char: x, length: 6}} | {"redact":{"from":"left","char":"x","length":6}}
          {redact: {length: 6, pad: _}}              | {"redact":{"from":"right","char":"*","length":6,"align":"left","pad":"_"}}
          {redact: {length: 6, pad: "0", align: right}} | {"redact":{"from":"right","char":"*","length":6,"align":"right","pad":"0"}}
          {intervals: {start: 0, width: 5}}          | {"intervals":{"start":"0","width":"5","factors":[]}}
          {intervals: {start: 0, width: 5, bottom: automatic, top: automatic}} | {"intervals":{"start":"0","width":"5","factors":[],"bottom":"0"}}
          {intervals: {start: 0, width: 5, bottom: none, top: none}} | {"intervals":{"start":"0","width":"5","factors":[]}}
          {intervals: {start: -1.5, width: 0.1, factors: [2, 5], bottom: -1, top: 8.5}} | {"intervals":{"start":"-1.5","width":"0.1","factors":[2,5],"bottom":"-1","top":"8.5"}}
          {cuts: [1, 3, 7.5]}                        | {"cuts":["1","3","7.5"]}
          {cuts: [[1, 3, 7], [1, 7]]}                | {"cuts":[["1","3","7"],["1","7"]]}
          {cuts: {at: [1, 3, 7], factors: [2]}}      | {"cuts":[["1","3","7"],["1","7"]]}
          {date: [day, month, quarter, year, decade]} | {"date":["day","month","quarter","year","decade"]}
          {date: [time, day, week]}                  | {"date":["time","day","week"]}
          {date: [month]}                            | {"date":["month"]}
          {divisions: [county, prefecture, province]} | {"divisions":["county","prefecture","province"]}
          {icd10: [code, category, block, chapter]}  | {"icd10":["code","category","block","chapter"]}
          {icd10: [block]}                           | {"icd10":["block"]}
          """)
  void everyForm_isRead(String hierarchy, String json) {
    assertThat(source(hierarchy).fit(column("1999", "12", "5")).toJson().toString())
        .isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {redact: {colour: x}}                      | colour   | known are from, char, length, align, pad
          {redact: {align: left}}                    | left     | add it and length, or leave align out
          {redact: {pad: x}}                         | x}       | needs the key length
          {redact: {pad: xy, length: 3}}             | xy       | one character
          {redact: {from: top}}                      | top      | known are left, right
          {redact: {length: 0}}                      | 0}       | from 1 to 64
          {redact: [left]}                           | [left    | a mapping is expected
          {intervals: {start: 0}}                    | {start   | the key width is missing
          {intervals: {start: 0, width: 0}}          | {start   | give the width of a range
          {intervals: {start: 0, width: x}}          | x}       | a number is expected
          {intervals: {start: 0, width: 1, step: 2}} | step     | known are start, width, factors, bottom, top
          {intervals: {start: 0, width: 1, factors: [1]}} | {start | a factor is not from 2
          {intervals: {start: 0, width: 1, factors: 2}} | 2}     | a list is expected
          {intervals: {start: 0, width: 1, bottom: low}} | low   | a number, automatic or none
          {intervals: {start: 0, width: 1, bottom: 3, top: 2}} | {start | give the lower one as bottom
          {cuts: []}                                 | []       | give at least one number
          {cuts: [3, 1]}                             | [3       | list each once, in order
          {cuts: [1, [2]]}                           | [2]      | a number is expected
          {cuts: [[1, 2], [3]]}                      | [[1      | keep some of those, and no others
          {cuts: {at: [1, 2, 3]}}                    | {at      | the key factors is missing
          {cuts: {at: [1, 2, 3], factors: [2, 2]}}   | {at      | only while ranges are left
          {cuts: {at: [1, 2], by: 2}}                | by       | known are at, factors
          {date: []}                                 | []       | give at least one
          {date: [year, month]}                      | [year    | the finest first
          {date: [day, week, year]}                  | [day     | end the list with week
          {date: [day, fortnight]}                   | fortnight | known are time, day, week, month
          {divisions: [province, county]}            | [prov    | the finest first
          {divisions: [village]}                     | village  | known are county
          {icd10: [chapter, code]}                   | [chap    | the finest first
          {icd10: [code, section]}                   | section  | known are code, category, block
          {codes: c.csv}                             | c.csv    | a mapping is expected
          {codes: {list: c.csv}}                     | list     | known are file, delimiter, encoding
          {codes: {file: none.csv}}                  | none.csv | cannot be read
          {codes: {file: c.csv, encoding: latin1}}   | latin1   | UTF-8 or GB18030
          """)
  void fault_isFoundWhereItStands_withItsRemedy(String hierarchy, String place, String remedy) {
    SpecException failure = failure(hierarchy);

    assertThat(failure).hasMessageContaining(remedy);
    assertThat(List.of(failure.file(), failure.line(), failure.column()))
        .isEqualTo(List.of("s.yaml", 3L, (BEFORE + hierarchy).indexOf(place) + 1));
  }

  @ParameterizedTest
  @CsvSource({"bottom", "top"})
  void boundFromTheData_isRefusedWhereNobodySeesTheBound(String bound) {
    String hierarchy = "{intervals: {start: 0, width: 5, " + bound + ": automatic}}";
    SpecException failure =
        catchThrowableOfType(
            SpecException.class,
            () -> SpecParser.parseStanding(spec(hierarchy), "s.yaml", HierarchyParserTest::open));

    assertThat(failure).hasMessageContaining("write the number that the plan found");
    assertThat(List.of(failure.line(), failure.column()))
        .isEqualTo(List.of(3L, (BEFORE + hierarchy).indexOf("automatic") + 1));
    assertThat(
            SpecParser.parseStanding(
                spec(hierarchy.replace("automatic", "20")), "s.yaml", HierarchyParserTest::open))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{redact: {}}", "{redact: {from: left, char: x}}"})
  void lengthFromTheData_isRefusedWhereNobodySeesIt(String hierarchy) {
    SpecException failure =
        catchThrowableOfType(
            SpecException.class,
            () -> SpecParser.parseStanding(spec(hierarchy), "s.yaml", HierarchyParserTest::open));

    assertThat(failure).hasMessageContaining("add the key length");
    assertThat(failure.line()).isEqualTo(3);
    assertThat(
            SpecParser.parseStanding(
                spec("{redact: {length: 4}}"), "s.yaml", HierarchyParserTest::open))
        .isNotNull();
  }

  @Test
  void faultInACodeList_namesThatFile() {
    assertThat(failure("{codes: {file: bad.csv}}"))
        .hasMessageStartingWith("bad.csv, line 1, column 2: the parent is not listed");
  }

  private static SpecException failure(String hierarchy) {
    return catchThrowableOfType(SpecException.class, () -> source(hierarchy));
  }

  private static HierarchySource source(String hierarchy) {
    return SpecParser.parse(spec(hierarchy), "s.yaml", HierarchyParserTest::open)
        .attribute("a")
        .orElseThrow()
        .hierarchy();
  }

  private static String spec(String hierarchy) {
    return "models: [{type: k-anonymity, k: 2}]\nattributes:\n" + BEFORE + hierarchy + "}\n";
  }

  private static ByteArrayInputStream open(String name) throws NoSuchFileException {
    String content = FILES.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return new ByteArrayInputStream(content.getBytes(UTF_8));
  }

  private static Column column(String... values) {
    TableBuilder builder = Table.builder(List.of("a"));
    for (String value : values) {
      builder.add(0, value);
      builder.endRow();
    }
    return builder.build().column("a");
  }
}

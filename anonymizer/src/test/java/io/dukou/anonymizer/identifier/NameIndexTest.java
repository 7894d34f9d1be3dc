package io.dukou.anonymizer.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NameIndexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "王小明 | 王小明",
        "王小明 | 患者王小明复诊",
        "王小明 | 王 小明",
        "王 小明 | 王小明",
        "王芳 | 联系人：王芳（妻）",
        "阿依古丽·买买提 | 阿依古丽买买提",
        "Li Xiaoming | li xiaoming",
        "Li Xiaoming | LI, Xiaoming",
        "Li Xiaoming | Xiaoming Li",
        "Lǐ Xiǎomíng | seen by Li Xiaoming today",
        "ＬＩ　Ｘｉａｏｍｉｎｇ | Li-Xiaoming",
        "José Muñoz | JOSE MUNOZ",
        "Maria Garcia Lopez | Lopez, Maria Garcia",
        "Schmidt | Mr Schmidt",
        "01-701-1015 | subject 01-701-1015 left",
        "MRN0012345 | mrn0012345",
        "O'Brien | o brien",
        "S-00007 | S00007",
        "S-00007 | 见受试者S00007，复诊",
        "S-00007 | s_00-007",
        "S-00007 | S  00007",
        "S00007 | S-00007",
        "S00007 | S·000·07",
        "01-701-1015 | 017011015",
        "2001-70115 | 200170115",
        "MRN 001.2345 | see mrn0012345"
      })
  void name_isFoundHoweverItIsWritten(String name, String text) {
    assertThat(new NameIndex(List.of(name)).foundIn(PlainText.fold(text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Linda | Lindane",
        "Li Xiaoming | Li Xiaomingzhu",
        "Li Xiaoming | Xiaoming",
        "May | May 2020",
        "Li | Li",
        "李 | 李子",
        "王小明 | 王小红",
        "12345 | 12345",
        "01-701-1015 | 01-701-1016",
        "Schmidt | 2020",
        "S-00007 | S00008",
        "S-00007 | S000071",
        "S-00007 | XS00007",
        "S-00007 | S0, 0007, 3",
        "S-00007 | S0受0007",
        "2013-1115 | 20131115", // a date
        "100-200 | 100200", // six digits are a measurement as well
        "2001-70115 | 20.0170115"
      })
  void otherText_isNotTakenForTheName(String name, String text) {
    assertThat(new NameIndex(List.of(name)).foundIn(PlainText.fold(text))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann | Ann",
        "Wu | ＷＵ",
        "Wú | wu.",
        "Wu A | A, Wu",
        "P0100 | p0100",
        "A-12b | a 12B",
        "李明 | 李明",
        "Linda | Linda",
        "Li Xiaoming | seen by Li Xiaoming",
        "123456 | 123456"
      })
  void cellThatIsTheName_isFoundThoughItIsShort(String name, String cell) {
    assertThat(new NameIndex(List.of(name)).foundInCell(PlainText.fold(cell))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann | seen by Ann",
        "Ann | Anna",
        "Wu | Wuhan",
        "Wu | 吴 Wu",
        "P0100 | P01001",
        "P0100 | P0100 left",
        "M | M",
        "李 | 李",
        "P01 | P01",
        "254 | 254",
        "12345 | 12345",
        "1-2-3 | 1-2-3",
        "Ann | -"
      })
  void cellThatHoldsMoreOrTooLittle_isNotTakenForAShortName(String name, String cell) {
    assertThat(new NameIndex(List.of(name)).foundInCell(PlainText.fold(cell))).isFalse();
  }

  @Test
  void noNames_findNothing() {
    assertThat(new NameIndex(List.of()).foundIn("anything 王小明")).isFalse();
    assertThat(new NameIndex(List.of()).foundInCell("ann")).isFalse();
  }

  @Test
  void manyNames_findEachOfThemAndNoStranger() {
    Random random = new Random(3);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      names.add(i % 2 == 0 ? han(random, 3) : latin(random));
    }
    NameIndex index = new NameIndex(names);
    for (int i = 0; i < 2_000; i++) {
      String name = names.get(random.nextInt(names.size()));
      assertThat(index.foundIn(PlainText.fold("看 " + name + " 号"))).as(name).isTrue();
      assertThat(index.foundIn(han(random, 1) + " " + latin(random) + "q")).isFalse();
    }
  }

  private static String han(Random random, int length) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < length; i++) {
      name.appendCodePoint(0x4e00 + random.nextInt(5_000));
    }
    return name.toString();
  }

  private static String latin(Random random) {
    return word(random) + " " + word(random);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }
}

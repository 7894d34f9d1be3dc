package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.identifier.PlainText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValueShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESIDENT_ID | 11010519491231002X",
        "RESIDENT_ID | 110105491231002",
        "EMAIL | li.xiaoming+lc@mail.example.com.cn",
        "EMAIL | 邮箱：wang@example.org",
        "PHONE | 138 1234 5678",
        "PHONE | +86-10-66778899",
        "PHONE | +1 (415) 555-2671",
        "BANK_CARD | 6222 0212 3456 7890 128",
        "BANK_CARD | 4111111111111111",
        "PASSPORT | E12345678",
        "PASSPORT | EA1234567",
        "PASSPORT | H1234567890",
        "DATE | 2014-01",
        "DATE | 2014-01-02T08:30:00+08:00",
        "DATE | 20140102",
        "DATE | 02JAN2014",
        "DATE | 2014---15",
        "DATE | UN-UNK-2014",
        "DATE | 31/12/2014",
        "DATE | 12/31/2014",
        "DATE | ２０２４年１月２日",
        "SEX | 女性",
        "COUNTRY | United-States",
        "COUNTRY | 中国大陆",
        "ADDRESS | 海南省海口市龙华区海府路12号3栋502室",
        "ADDRESS | Room 502, No. 12 Haifu Road, Haikou",
        "ADDRESS | 12 Haifu Road",
        "ADDRESS | P.O. Box 123",
        "PLACE | 海南省海口市",
        "PERSON_NAME | 王芳",
        "PERSON_NAME | 欧阳若兮",
        "PERSON_NAME | Li Xiaoming",
        "PERSON_NAME | WANG, Fang",
        "PERSON_NAME | Mary O'Brien",
        "ICD10 | E11.9",
        "ICD10 | I10.x00x002",
        "DIVISION | 460105"
      })
  void value_hasItsShape(ValueShape shape, String value) {
    assertThat(shape.matches(PlainText.fold(value))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESIDENT_ID | 110105194912310021",
        "EMAIL | 5@3",
        "PHONE | 10086",
        "PHONE | +12",
        "BANK_CARD | 4111111111111112",
        "BANK_CARD | 411111111111",
        "PASSPORT | 123456789",
        "DATE | 2014-02-30",
        "DATE | 2014",
        "DATE | 3.14",
        "DATE | 12345678",
        "SEX | 1",
        "COUNTRY | ALB",
        "ADDRESS | 海口市",
        "ADDRESS | Application site erythema",
        "PLACE | 高血压",
        "PERSON_NAME | 高血压",
        "PERSON_NAME | 汉族",
        "PERSON_NAME | 白细胞数",
        "PERSON_NAME | Xanomeline High Dose",
        "PERSON_NAME | Adm clerical",
        "PERSON_NAME | Mary",
        "ICD10 | E11",
        "ICD10 | A1.5",
        "DIVISION | 990105",
        "DIVISION | 46010"
      })
  void otherValue_hasNot(ValueShape shape, String value) {
    assertThat(shape.matches(PlainText.fold(value))).isFalse();
  }
}

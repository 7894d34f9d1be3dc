package io.dukou.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.CsvOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableFormatTest {
  @ParameterizedTest
  @CsvSource({
    "csv, CSV, text/csv",
    "json, JSON, application/json",
    "ndjson, NDJSON, application/x-ndjson",
    "dataset-json, DATASET_JSON, application/json",
    "dataset-ndjson, DATASET_NDJSON, application/x-ndjson",
  })
  void configName_isOfOneFormat(String name, TableFormat format, String mediaType) {
    assertThat(TableFormat.ofConfigName(name)).contains(format);
    assertThat(format.configName()).isEqualTo(name);
    assertThat(format.mediaType()).isEqualTo(mediaType);
    assertThat(format.contentType()).startsWith(mediaType);
  }

  @Test
  void configName_thatIsUnknown_isNone() {
    assertThat(TableFormat.ofConfigName("CSV")).isEmpty();
    assertThat(TableFormat.ofConfigName("fhir")).isEmpty();
  }

  @Test
  void contentTypeOfAnswers_announcesTheirFormat() {
    for (TableFormat format : TableFormat.values()) {
      assertThat(format.isAnnouncedBy(format.contentType(), Reading.OPTIONS)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv|CSV|true",
        "TEXT/CSV|CSV|true",
        "text/csv; charset=utf-8|CSV|true",
        "text/csv;charset=\"UTF-8\"|CSV|true",
        "text/csv; charset=us-ascii; header=present|CSV|true",
        "text/csv;|CSV|true",
        "text/csv ; ; charset=utf-8|CSV|true",
        "text/csv; charset=gb18030|CSV|false",
        "text/csv; charset=iso-8859-1|CSV|false",
        "text/csv; header=absent|CSV|false",
        "text/csv; charset=utf-8; charset=utf-8|CSV|false",
        "text/csv; charset|CSV|false",
        "text/csv; charset=|CSV|false",
        "text/csv, text/csv|CSV|false",
        "text/plain|CSV|false",
        "text/csvx|CSV|false",
        "csv|CSV|false",
        "''|CSV|false",
        "application/json|JSON|true",
        "application/json; charset=utf-8|JSON|true",
        "application/json; charset=gbk|JSON|false",
        "application/json|DATASET_JSON|true",
        "application/json|NDJSON|false",
        "text/json|JSON|false",
        "application/problem+json|JSON|false",
        "application/x-ndjson|NDJSON|true",
        "application/ndjson|NDJSON|true",
        "application/ndjson|DATASET_NDJSON|true",
        "application/x-ndjson|JSON|false",
        "multipart/mixed; boundary=x|JSON|false",
      })
  void announcement_isThatOfTheFormat(String contentType, TableFormat format, boolean announced) {
    assertThat(format.isAnnouncedBy(contentType, Reading.OPTIONS)).isEqualTo(announced);
  }

  @ParameterizedTest
  @CsvSource({
    "text/csv, true",
    "text/csv; charset=GB18030, true",
    "text/csv; charset=gbk, true",
    "text/csv; charset=GB2312, true",
    "text/csv; charset=utf-8, false",
  })
  void announcedCharset_isPartOfTheDeclaredOne(String contentType, boolean announced) {
    ReadOptions chinese = Reading.OPTIONS.withCsv(new CsvOptions(',', CsvOptions.GB18030));
    assertThat(TableFormat.CSV.isAnnouncedBy(contentType, chinese)).isEqualTo(announced);
  }

  @Test
  void announcement_ofAnyLength_isAnsweredSoon() {
    String endless = "text/csv" + "; a=b".repeat(100_000);
    assertThat(TableFormat.CSV.isAnnouncedBy(endless, Reading.OPTIONS)).isFalse();
  }
}

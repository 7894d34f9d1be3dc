package io.dukou.anonymizer.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefineXmlTest {
  private static final String DEFINE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1">
        <Study OID="S"><MetaDataVersion OID="M" Name="m">
          <def:ValueListDef OID="VL"><ItemRef ItemOID="I.Q1"/></def:ValueListDef>
          <ItemGroupDef OID="G.A" Name="A"><ItemRef ItemOID="I.Q1"/><ItemRef ItemOID="I.Q2"/>
            <ItemRef ItemOID="I.Q3"/><ItemRef ItemOID="I.Q4"/></ItemGroupDef>
          <ItemGroupDef OID="G.B" Name="B"><ItemRef ItemOID="I.Q1"/></ItemGroupDef>
          <ItemDef OID="I.Q1" Name="Q1" DataType="text" Length="8"><Description>
            <TranslatedText xml:lang="en">Patient Phone &amp; Fax</TranslatedText></Description>
            <def:Origin Type="Collected"/></ItemDef>
          <ItemDef OID="I.Q2" Name="Q2" DataType="partialDate"/>
          <ItemDef OID="I.Q3" Name="Q3" DataType="text" Length="1"><Description>
            <TranslatedText xml:lang="en">Gender</TranslatedText></Description>
            <CodeListRef CodeListOID="CL.SEX"/></ItemDef>
          <ItemDef OID="I.Q4" Name="Q4" DataType="integer"/>
          <CodeList OID="CL.SEX" Name="Sex" DataType="text"><CodeListItem CodedValue="F"/>
            <EnumeratedItem CodedValue="M"/></CodeList>
        </MetaDataVersion></Study>
      </ODM>
      """;
  private static final Table TABLE = Tables.csv("Q1,Q2,Q3,Q4\nabc,2014-01,F,1\ndef,2014-02,M,2\n");

  @TempDir private Path folder;

  @Test
  void labels_speakWhereNamesDoNot() {
    Detection with = Detector.detect(TABLE, read(DEFINE));
    Detection without = Detector.detect(TABLE, null);

    assertThat(with.columns())
        .extracting(Proposal::concept)
        .containsExactly(Concept.PHONE, Concept.DATE, Concept.SEX, Concept.UNKNOWN);
    assertThat(Tables.of(without, "Q1").concept()).isEqualTo(Concept.UNKNOWN);
    assertThat(Tables.of(with, "Q3").role()).isEqualTo(Role.QUASI_IDENTIFIER);
    assertThat(Tables.of(with, "Q3").evidence()).contains(Evidence.of("define-codelist"));
  }

  @Test
  void variables_areThoseOfTheDatasetThatSharesMostNames() {
    DefineXml define = read(DEFINE);

    assertThat(define.datasets()).containsExactly("A", "B");
    assertThat(define.variables(List.of("Q1"))).containsOnlyKeys("Q1", "Q2", "Q3", "Q4");
    assertThat(define.variables(List.of("Q1", "x", "y"))).isEmpty();
  }

  @Test
  void item_isReadWhole() {
    assertThat(read(DEFINE).variables(List.of("Q1", "Q3")))
        .containsEntry(
            "Q1", new DefineItem("Q1", "Patient Phone & Fax", "text", 8, "Collected", null, 0))
        .containsEntry("Q3", new DefineItem("Q3", "Gender", "text", 1, null, null, 2));
  }

  @Test
  void documentType_isRefusedAndNothingOutsideIsOpened() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "canary");
    String external =
        "<!DOCTYPE ODM [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + ODM.formatted("&x;");
    String bomb = "<!DOCTYPE ODM [<!ENTITY x \"xxxxxxxx\">]>" + ODM.formatted("&x;&x;&x;");
    String outside = "<!DOCTYPE ODM SYSTEM \"" + secret.toUri() + "\">" + ODM.formatted("y");

    for (String text : List.of(external, bomb, outside)) {
      assertThatThrownBy(() -> read(text))
          .isInstanceOf(DetectException.class)
          .hasMessageContaining("a document type is not allowed")
          .hasMessageNotContaining("canary");
    }
  }

  private static final String ODM = "<ODM><ItemGroupDef Name='A'>%s</ItemGroupDef></ODM>";

  @Test
  void brokenFile_isRefusedWithItsLine() {
    assertThatThrownBy(() -> read("<ODM>\n<ItemDef Name='secret'\n</ODM>"))
        .isInstanceOf(DetectException.class)
        .hasMessageStartingWith("define.xml, line 3: the file is not well-formed XML in UTF-8")
        .hasMessageNotContaining("secret");
  }

  @Test
  void byteOrderMark_isSkippedAndOtherBytesAreRefused() {
    assertThat(read("\uFEFF" + DEFINE).datasets()).containsExactly("A", "B");
    byte[] latin = ODM.formatted("\u00e9").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> DefineXml.read(new ByteArrayInputStream(latin), "define.xml"))
        .isInstanceOf(DetectException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void otherXml_isRefused() {
    assertThatThrownBy(() -> read("<html/>"))
        .isInstanceOf(DetectException.class)
        .hasMessageContaining("describes no dataset");
  }

  @Test
  void anyByteChanged_isReadOrRefusedAndNothingElse() {
    Random random = new Random(5);
    byte[] whole = DEFINE.getBytes(UTF_8);
    for (int run = 0; run < 3_000; run++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      try {
        assertThat(DefineXml.read(new ByteArrayInputStream(changed), "define.xml").datasets())
            .isNotEmpty();
      } catch (DetectException refused) {
        assertThat(refused).hasMessageStartingWith("define.xml");
      }
    }
  }

  private static DefineXml read(String text) {
    return DefineXml.read(new ByteArrayInputStream(text.getBytes(UTF_8)), "define.xml");
  }
}

package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The roles that a person would give the columns of the real data beside the project. */
final class RealDataTest {
  private static final String ADSL =
      """
      direct-identifier USUBJID SUBJID
      quasi-identifier SITEID SITEGR1 TRTSDT TRTEDT TRTDURD AGE AGEGR1 AGEGR1N RACE RACEN SEX ETHNIC
      quasi-identifier DTHFL BMIBL BMIBLGR1 HEIGHTBL WEIGHTBL EDUCLVL DISONSDT DURDIS DURDSGR1
      quasi-identifier VISIT1DT RFSTDTC RFENDTC RFENDT
      sensitive ARM TRT01P TRT01PN TRT01A TRT01AN AVGDD CUMDOSE COMP8FL COMP16FL COMP24FL DISCONFL
      sensitive DSRAEFL DCDECOD EOSSTT DCSREAS MMSETOT
      insensitive STUDYID AGEU SAFFL ITTFL EFFFL VISNUMEN
      """;
  private static final String ADAE =
      """
      direct-identifier USUBJID
      free-text AETERM
      quasi-identifier SITEID AGE AGEGR1 AGEGR1N RACE RACEN SEX TRTSDT TRTEDT ASTDT ASTDY AENDT AENDY
      quasi-identifier ADURN
      sensitive TRTA TRTAN AELLT AELLTCD AEDECOD AEPTCD AEHLT AEHLTCD AEHLGT AEHLGTCD AEBODSYS AESOC
      sensitive AESOCCD AESEV AESER AESCAN AESCONG AESDISAB AESDTH AESHOSP AESLIFE AESOD AEREL AEACN
      sensitive AEOUT CQ01NAM
      insensitive STUDYID SAFFL ASTDTF ADURU AESEQ TRTEMFL AOCCFL AOCCSFL AOCCPFL AOCC02FL AOCC03FL
      insensitive AOCC04FL AOCC01FL
      """;
  private static final String DM =
      """
      direct-identifier USUBJID SUBJID
      free-text ACTARMUD
      quasi-identifier RFSTDTC RFENDTC RFXSTDTC RFXENDTC RFICDTC RFPENDTC DTHDTC DTHFL SITEID BRTHDTC
      quasi-identifier AGE SEX RACE ETHNIC COUNTRY
      sensitive ARMCD ARM ACTARMCD ACTARM ARMNRS
      insensitive STUDYID DOMAIN AGEU
      """;
  private static final String AE =
      """
      direct-identifier USUBJID AELNKID
      free-text AETERM
      quasi-identifier AESTDTC AEENDTC AESTDY AEENDY AEENTPT
      sensitive AELLT AELLTCD AEDECOD AEPTCD AEHLT AEHLTCD AEHLGT AEHLGTCD AEBODSYS AEBDSYCD AESOC
      sensitive AESOCCD AESEV AESER AEACN AEREL AEOUT AESCAN AESCONG AESDISAB AESDTH AESHOSP AESLIFE
      sensitive AESOD AEENRTPT
      insensitive STUDYID DOMAIN AESEQ EPOCH
      """;
  private static final String ADULT =
      """
      quasi-identifier sex age race marital-status education native-country workclass occupation
      sensitive salary-class
      """;

  @Test
  void adsl_getsItsRoles() {
    assertRoles(Tables.cdisc("adam/adsl.json"), Tables.define("adam/define.xml"), ADSL);
  }

  @Test
  void adae_getsItsRoles() {
    assertRoles(Tables.cdisc("adam/adae.json"), Tables.define("adam/define.xml"), ADAE);
  }

  @Test
  void dm_getsItsRoles() {
    assertRoles(Tables.cdisc("sdtm/dm.json"), Tables.define("sdtm/define.xml"), DM);
  }

  @Test
  void ae_getsItsRoles() {
    assertRoles(Tables.cdisc("sdtm/ae.json"), Tables.define("sdtm/define.xml"), AE);
  }

  @Test
  void ae_getsTheSameRolesWithoutDefineXml() {
    assertRoles(Tables.cdisc("sdtm/ae.json"), null, AE);
  }

  @Test
  void adult_getsItsRoles() {
    Detection detection = assertRoles(Tables.adult(), null, ADULT);

    assertThat(detection.subject()).isNull();
    assertThat(detection.review()).isEmpty();
  }

  @Test
  void adslWithNamesThatSayNothing_isToldByLabelsAndElseWithheld() {
    DefineXml define = Tables.define("adam/define.xml");
    Map<String, DefineItem> variables = define.variables(Tables.cdisc("adam/adsl.json").names());

    NameMatch label = ColumnNames.loaded().match(variables.get("HEIGHTBL").label(), false);

    assertThat(variables).hasSizeGreaterThan(40);
    assertThat(label.concept()).isEqualTo(Concept.HEIGHT);
    assertThat(variables.get("SEX").terms()).isPositive();
  }

  @Test
  void studyDatasets_areToldApartBySubject() {
    for (String name :
        List.of("adam/adsl.json", "adam/adae.json", "sdtm/dm.json", "sdtm/ae.json")) {
      assertThat(Detector.detect(Tables.cdisc(name), null).subject()).isEqualTo("USUBJID");
    }
  }

  private static Detection assertRoles(Table table, DefineXml define, String expected) {
    Detection detection = Detector.detect(table, define);
    Map<String, String> roles = new TreeMap<>();
    detection.columns().forEach(p -> roles.put(p.column(), p.role().word()));
    assertThat(roles).isEqualTo(rolesOf(expected));
    ReleaseSpec spec =
        SpecParser.parse(SpecDraft.of(detection, null), "draft.yaml", SpecFiles.none());
    assertThat(spec.withRole(Role.QUASI_IDENTIFIER)).isNotEmpty();
    return detection;
  }

  private static Map<String, String> rolesOf(String expected) {
    Map<String, String> roles = new TreeMap<>();
    for (String line : expected.lines().toList()) {
      List<String> words = List.of(line.split(" ", -1));
      words.subList(1, words.size()).forEach(column -> roles.put(column, words.get(0)));
    }
    return roles;
  }
}

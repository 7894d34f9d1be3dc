package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnNamesTest {
  private static final ColumnNames NAMES = ColumnNames.loaded();

  @ParameterizedTest
  @CsvSource({
    "PERSON_NAME, 姓名, 患者姓名, 联系人姓名, name, Patient_Name, lastName, xingming",
    "RESIDENT_ID, 身份证号, 身份证号码, 患者身份证, id_no, IDCard, identity card, shenfenzheng",
    "PASSPORT, 护照, 护照号码, passport, PassportNumber, passport_no, 港澳通行证, Passport",
    "PHONE, 手机号, 联系电话, 手机号码2, phone, Mobile-Phone, phone1, telephoneNumber",
    "EMAIL, 邮箱, 电子邮件, email, E-Mail, emailAddress, email_address, contact email",
    "ADDRESS, 住址, 家庭住址, 现住址, address, HomeAddress, street address, addr",
    "RECORD_NUMBER, 病历号, 住院号, 病案号, mrn, medical record number, AdmissionNo, 门诊号",
    "SUBJECT_ID, 受试者编号, 患者编号, 筛选号, subject_id, PatientID, subject, patient no",
    "BIRTH_DATE, 出生日期, 出生年月, 患者生日, dob, dateOfBirth, birth_date, birthday",
    "AGE, 年龄, 入组年龄, age, AGE, Age_Years, 实足年龄, age at baseline",
    "SEX, 性别, 患者性别, sex, Gender, SEX, 性别(1男2女), patient gender",
    "POSTCODE, 邮编, 邮政编码, zip, ZipCode, postal code, postcode, home zip",
    "DATE, 入院日期, 诊断日期, 手术时间, visit_date, admissionDate, date, enrolled",
    "DIAGNOSIS, 诊断, 入院诊断, 疾病名称, diagnosis, ICD10, primary_diagnosis, 过敏史",
    "RESULT, 检验结果, 血型, 收缩压, lab_result, TestName, bloodPressure, 血红蛋白",
    "FREE_TEXT, 备注, 主诉, 现病史, comments, free_text, Remark, chief complaint",
    "INCOME, 收入, 医疗费用, salary-class, annual income, 付款金额, wage, total cost"
  })
  void name_isRead(
      Concept concept, String a, String b, String c, String d, String e, String f, String g) {
    for (String name : List.of(a, b, c, d, e, f, g)) {
      NameMatch match = NAMES.match(name, false);
      assertThat(match).as(name).isNotNull();
      assertThat(match.concept()).as(name).isEqualTo(concept);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "xm, PERSON_NAME",
    "sfzh, RESIDENT_ID",
    "SJH, PHONE",
    "csrq, BIRTH_DATE",
    "xb, SEX",
    "nl, AGE",
    "zz, ADDRESS",
    "blh, RECORD_NUMBER",
    "zyh, RECORD_NUMBER",
    "yzbm, POSTCODE",
    "mz, ETHNICITY",
    "zd, DIAGNOSIS",
    "yhkh, BANK_CARD"
  })
  void pinyinAbbreviation_isReadAsAnAbbreviation(String name, Concept concept) {
    assertThat(NAMES.match(name, false))
        .isEqualTo(new NameMatch(concept, NameMatch.Kind.ABBREVIATION, false));
  }

  @ParameterizedTest
  @CsvSource({
    "USUBJID, SUBJECT_ID",
    "SUBJID, SUBJECT_ID",
    "SITEID, SITE",
    "AGE, AGE",
    "AGEGR1N, GROUPING",
    "RACE, ETHNICITY",
    "COUNTRY, COUNTRY",
    "BRTHDTC, BIRTH_DATE",
    "RFSTDTC, DATE",
    "DTHDTC, DATE",
    "TRTSDT, DATE",
    "TR01SDT, DATE",
    "VSDTC, DATE",
    "AESTDTC, DATE",
    "LBDY, STUDY_DAY",
    "AETERM, FREE_TEXT",
    "MHTERM, FREE_TEXT",
    "AEDECOD, ADVERSE_EVENT",
    "LBTESTCD, RESULT",
    "LBORRES, RESULT",
    "LBORRESU, UNIT",
    "INVNAM, PERSON_NAME",
    "ARM, TREATMENT",
    "ACTARM, TREATMENT",
    "TRT02PN, TREATMENT",
    "DTHFL, DEATH",
    "SAFFL, FLAG",
    "ANL01FL, FLAG",
    "LBSEQ, SEQUENCE",
    "LBREFID, OTHER_IDENTIFIER",
    "COVAL3, FREE_TEXT"
  })
  void cdiscVariable_isRead(String name, Concept concept) {
    assertThat(NAMES.match(name, true))
        .isEqualTo(new NameMatch(concept, NameMatch.Kind.CDISC, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"col7", "x", "serial_code", "BODY", "VSDTC", "页码", "page", "language"})
  void otherName_isUnknown(String name) {
    assertThat(NAMES.match(name, false)).isNull();
  }

  @Test
  void nameOfSeveralReadings_isTheOneThatProtectsMost() {
    assertThat(NAMES.match("contact phone result", false))
        .isEqualTo(new NameMatch(Concept.PHONE, NameMatch.Kind.NAME, true));
    assertThat(NAMES.match("医生诊断", false))
        .isEqualTo(new NameMatch(Concept.PERSON_NAME, NameMatch.Kind.NAME, true));
  }

  @Test
  void table_isCdiscByItsKeyOrByManyOfItsNames() {
    assertThat(NAMES.isCdisc(List.of("STUDYID", "X"))).isTrue();
    assertThat(NAMES.isCdisc(List.of("SUBJID", "AGE", "SEX", "BRTHDTC"))).isTrue();
    assertThat(NAMES.isCdisc(List.of("age", "sex", "race"))).isFalse();
  }
}

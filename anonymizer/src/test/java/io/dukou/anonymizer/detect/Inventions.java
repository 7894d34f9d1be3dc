package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.identifier.ResidentIds;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Invented values: of every kind that detection knows, and of kinds that only look alike. */
final class Inventions {
  private static final String[] SURNAMES = "王 李 张 刘 陈 杨 黄 周 吴 徐 孙 马 欧阳 司马 谢 冉 阮 龚".split(" ");
  private static final String[] GIVEN = "伟 芳 秀英 敏 静 志强 丽 海燕 子涵 文博 若兮 宇轩 国庆 梓萱 晓".split(" ");
  private static final String[] FIRST =
      "James Mary Robert Linda Thomas Susan Peter Anna".split(" ");
  private static final String[] LAST =
      "Miller O'Brien Garcia Novak Okafor Schmidt Dubois".split(" ");
  private static final String[] PINYIN = "Wang Li Zhang Chen Zhao Xu Sun Ouyang Lin Gao".split(" ");
  private static final String[] SYLLABLES =
      "wei fang min jing qiang li xiaoming zhiyuan".split(" ");
  private static final String[] CITIES = "海南省海口市龙华区 北京市朝阳区 上海市浦东新区 广东省广州市天河区".split(" ");
  private static final String[] ROADS = "海府路 建设路 人民大道 中山路 和平街".split(" ");
  private static final String[] STREETS = {"Main Street", "Nanjing Road", "Park Ave.", "Hill Lane"};
  private static final String[] TERMS =
      "高血压 糖尿病 白内障 冠心病 肺炎 头痛 恶心 安慰剂 左侧 右侧 正常 异常 阳性 阴性 轻度 中度 黄疸 高脂血症 白细胞 江苏省".split(" ");
  private static final String[] ENGLISH_TERMS = {
    "Headache",
    "Placebo",
    "Xanomeline High Dose",
    "NOT RECOVERED",
    "White blood cells",
    "Long acting",
    "APPLICATION SITE ERYTHEMA",
    "Never married",
    "Adm clerical",
    "Some college",
    "Young adult"
  };
  private static final String[] COUNTRIES = {
    "China", "Japan", "France", "中国", "德国", "United States"
  };
  private static final String[] DIVISIONS = "460105 460106 110105 310115 440106 510104".split(" ");

  private final Random random;

  /** Creates the same values for the same seed. */
  Inventions(long seed) {
    this.random = new Random(seed);
  }

  /** Returns makers of values whose kind the values alone must tell. */
  Map<Concept, Supplier<String>> telling() {
    Map<Concept, Supplier<String>> makers = new LinkedHashMap<>();
    makers.put(Concept.RESIDENT_ID, () -> ResidentIds.next(random));
    makers.put(Concept.EMAIL, () -> pick(SYLLABLES) + number(4) + "@example.org");
    makers.put(Concept.PHONE, this::phone);
    makers.put(Concept.BANK_CARD, this::bankCard);
    makers.put(Concept.PASSPORT, () -> random.nextBoolean() ? "E" + number(8) : "EA" + number(7));
    makers.put(Concept.PERSON_NAME, this::name);
    makers.put(Concept.ADDRESS, this::address);
    makers.put(Concept.DATE, this::date);
    makers.put(Concept.SEX, () -> pick("男 女".split(" ")));
    makers.put(Concept.COUNTRY, () -> pick(COUNTRIES));
    makers.put(
        Concept.DIAGNOSIS, () -> "EIJKH".charAt(random.nextInt(5)) + number(2) + "." + number(1));
    makers.put(Concept.DIVISION, () -> pick(DIVISIONS));
    return makers;
  }

  /** Returns makers of values that are none of these. */
  Map<String, Supplier<String>> harmless() {
    Map<String, Supplier<String>> makers = new LinkedHashMap<>();
    makers.put("terms", () -> pick(TERMS));
    makers.put("english terms", () -> pick(ENGLISH_TERMS));
    makers.put("small numbers", () -> Integer.toString(random.nextInt(200)));
    makers.put("decimals", () -> random.nextInt(100) + "." + number(2));
    makers.put("numbers of 16 digits", () -> "7" + number(15));
    makers.put("numbers of 18 digits", () -> "9" + number(17));
    makers.put("numbers of 11 digits", () -> "2" + number(10));
    makers.put("sample codes", () -> "S-" + number(5));
    makers.put("grades", () -> pick("A B C D".split(" ")));
    makers.put("versions", () -> "1." + random.nextInt(9) + "." + random.nextInt(30));
    return makers;
  }

  private String phone() {
    return switch (random.nextInt(4)) {
      case 0 -> "13" + number(9);
      case 1 -> "+86 18" + number(9);
      case 2 -> "0898-6" + number(7);
      default -> "+44 20 7" + number(3) + " " + number(4);
    };
  }

  private String bankCard() {
    String body = "62" + number(13);
    for (int check = 0; check < 10; check++) {
      if (luhn(body + check)) {
        return body + check;
      }
    }
    throw new AssertionError("one of ten digits fits");
  }

  /** Returns whether the sum of digits, every second from the right doubled, ends in 0. */
  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      int weighted = (digits.length() - i) % 2 == 0 ? digit * 2 : digit;
      sum += weighted / 10 + weighted % 10;
    }
    return sum % 10 == 0;
  }

  private String name() {
    return switch (random.nextInt(3)) {
      case 0 -> pick(SURNAMES) + pick(GIVEN);
      case 1 -> pick(FIRST) + " " + pick(LAST);
      default -> pick(PINYIN) + " " + pick(SYLLABLES);
    };
  }

  private String address() {
    return random.nextBoolean()
        ? pick(CITIES) + pick(ROADS) + random.nextInt(1, 200) + "号"
        : random.nextInt(1, 900) + " " + pick(STREETS) + ", Haikou";
  }

  private String date() {
    LocalDate day = LocalDate.of(1930, 1, 1).plusDays(random.nextInt(34_000));
    return switch (random.nextInt(5)) {
      case 0 -> day.toString().substring(0, 7);
      case 1 -> day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
      case 2 -> day + "T08:30";
      case 3 -> day.getYear() + "/" + day.getMonthValue() + "/" + day.getDayOfMonth();
      default -> day.toString();
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String number(int digits) {
    StringBuilder number = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      number.append(random.nextInt(10));
    }
    return number.toString();
  }
}

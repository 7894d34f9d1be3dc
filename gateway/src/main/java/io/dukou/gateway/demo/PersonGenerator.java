package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;

/**
 * Makes people up, the same ones for the same seed.
 *
 * <p>Not safe for use by several threads.
 */
final class PersonGenerator {
  private static final String[] SURNAMES =
      "王 李 张 刘 陈 杨 黄 吴 赵 周 徐 孙 马 朱 胡 林 郭 何 高 罗 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 曾 彭 萧 蔡 潘 田 董 袁 于 余 叶 蒋 杜 苏 魏 程 吕 丁 符 欧阳 司马"
          .split(" ", -1);
  private static final String[] GIVEN =
      "伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 兰 霞 平 刚 桂英 秀英 建国 建华 志强 海燕 春梅 玉兰 文博 子涵 雨桐 思远 嘉怡 浩然 梓轩 晓东 国庆 海生 琼花"
          .split(" ", -1);
  private static final String[] STREETS =
      "海府路 椰海大道 龙昆南路 解放路 人民大道 滨海大道 乐城大道 康祥路 建设路 中山路 和平路 文明路".split(" ", -1);
  private static final String[] MOBILE_PREFIXES = "138 139 136 158 186 189 177 199".split(" ", -1);
  private static final DateTimeFormatter BASIC = DateTimeFormatter.BASIC_ISO_DATE;

  private static final double MEAN_AGE = 58;
  private static final double AGE_DEVIATION = 13;
  private static final int YOUNGEST = 18;
  private static final int OLDEST = 92;
  private static final double FROM_HAINAN = 0.7;
  private static final double CITY_SHARE = 0.55;
  private static final int CITY_COUNTIES = 4;

  private final Random random;
  private final LocalDate today;

  /** Creates a generator whose people are adults on {@code today}. */
  PersonGenerator(Random random, LocalDate today) {
    this.random = requireNonNull(random, "random");
    this.today = requireNonNull(today, "today");
  }

  /** Returns the next person. */
  Person next() {
    County county = county();
    LocalDate birthDate = birthDate();
    boolean female = random.nextInt(100) < 54;
    return new Person(
        pick(SURNAMES) + pick(GIVEN),
        residentId(county, birthDate, female),
        pick(MOBILE_PREFIXES) + String.format("%08d", random.nextInt(100_000_000)),
        county.name() + pick(STREETS) + (1 + random.nextInt(188)) + "号",
        county,
        female ? "F" : "M",
        birthDate);
  }

  private County county() {
    if (random.nextDouble() >= FROM_HAINAN) {
      return County.MAINLAND.get(random.nextInt(County.MAINLAND.size()));
    }
    List<County> counties = County.HAINAN;
    int choices = random.nextDouble() < CITY_SHARE ? CITY_COUNTIES : counties.size();
    return counties.get(random.nextInt(choices));
  }

  private LocalDate birthDate() {
    double age = MEAN_AGE + AGE_DEVIATION * random.nextGaussian();
    int years = (int) Math.max(YOUNGEST, Math.min(OLDEST, age));
    return today.minusYears(years).minusDays(1 + random.nextInt(364));
  }

  /** GB 11643: division, date of birth, a sequence number odd for men, and the check character. */
  private String residentId(County county, LocalDate birthDate, boolean female) {
    int sequence = 2 * random.nextInt(500) + (female ? 0 : 1);
    String body = county.code() + BASIC.format(birthDate) + String.format("%03d", sequence);
    return body + checkCharacter(body);
  }

  /** Returns the check character of the 17 digits of {@code body}: ISO 7064 MOD 11-2. */
  static char checkCharacter(String body) {
    int remainder = 0;
    for (int i = 0; i < body.length(); i++) {
      remainder = (remainder + Character.digit(body.charAt(i), 10)) * 2 % 11;
    }
    int check = (12 - remainder) % 11;
    return check == 10 ? 'X' : (char) ('0' + check);
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}

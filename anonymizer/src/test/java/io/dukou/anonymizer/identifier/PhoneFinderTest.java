package io.dukou.anonymizer.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhoneFinderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138.001.38000",
        "1380-0138-000",
        "+8613800138000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "(+86) 13800138000",
        "tel13800138000x",
        "电话：１３８００１３８０００（本人）",
        "010-62551234",
        "(010) 6255 1234",
        "（0898）65551234",
        "0898 6555123",
        "+86-10-62551234",
        "+86 (0)898 65551234",
        "01062551234",
        "138-0013--8000",
        "138  0013  8000",
        "138_0013_8000",
        "138 - 0013 - 8000",
        "138·0013·8000",
        "138\u20130013\u30fb8000",
        "138／0013＿8000",
        "138\t0013\n8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "1.3.8.0.0.1.3.8.0.0.0",
        "+86 1-3-8-0-0-1-3-8-0-0-0",
        "call 1  3  8  0  0  1  3  8  0  0  0 now",
        "1\u200b3\u200b8\u200b0\u200b0\u200b1\u200b3\u200b8\u200b0\u200b0\u200b0",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "手机壹叁捌零零壹叁捌零零零",
        "一三八 〇〇一三 八〇〇〇",
        "零一零—六二五五一二三四"
      })
  void phone_isFoundHoweverItIsWritten(String text) {
    assertThat(PhoneFinder.foundIn(PlainText.fold(text))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "12800138000",
        "1380013800",
        "138001380001",
        "0.13800138000",
        "13800138000.5",
        "1965-03-12 10:30",
        "2023-11-05T13:45:00.138",
        "4008123123",
        "0001062551234",
        "01012345678",
        "99213800138000",
        "13.5 140.2 98.75 3",
        "13 5 140 2 98 75",
        "1 3 8 0 0 1 3 8 0 0 0 2", // twelve scores
        "2 1 3 8 0 0 1 3 8 0 0 0",
        "138     0013     8000",
        "138,0013,8000",
        "1.2.840.13800138.000",
        "一日三次，八天"
      })
  void otherNumber_isNotFound(String text) {
    assertThat(PhoneFinder.foundIn(PlainText.fold(text))).isFalse();
  }

  @Test
  void randomMobileNumbers_areFoundInsideText() {
    Random random = new Random(5);
    for (int run = 0; run < 5_000; run++) {
      String number = "1" + (3 + random.nextInt(7)) + "%09d".formatted(random.nextInt(1 << 29));
      assertThat(PhoneFinder.foundIn("a" + number + "b")).as(number).isTrue();
    }
  }

  @Test
  void timestamps_areNotTakenForPhones() {
    Random random = new Random(6);
    for (int run = 0; run < 20_000; run++) {
      String time =
          "%d-%02d-%02d %02d:%02d:%02d"
              .formatted(
                  1900 + random.nextInt(200),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60));
      assertThat(PhoneFinder.foundIn(time)).as(time).isFalse();
    }
  }
}

package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenUriTest {
  @Test
  void attributes_are_decoded() {
    TokenUri uri =
        TokenUri.parse(
            "pkcs11:token=My%20token;serial=0a1b;object=%E6%B8%A1%E5%8F%A3;id=%00%ffA;type=private"
                + "?module-path=/usr/lib/x.so&pin-source=file:/run/pin");
    assertThat(uri.token()).isEqualTo("My token");
    assertThat(uri.serial()).isEqualTo("0a1b");
    assertThat(uri.object()).isEqualTo("\u6e21\u53e3");
    assertThat(uri.id()).isEqualTo("00ff41");
    assertThat(uri.module()).isEqualTo(Path.of("/usr/lib/x.so"));
    assertThat(uri.pin()).isEqualTo(Path.of("/run/pin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pkcs11:",
        "http://token",
        "pkcs11:token=a;object=b",
        "pkcs11:token=a;object=b?module-path=/m",
        "pkcs11:token=a;object=b?module-path=m&pin-source=/p",
        "pkcs11:token=a;object=b?module-path=/m&pin-source=p",
        "pkcs11:token=a;object=b?module-path=/m&pin-source=/p&pin-value=4711",
        "pkcs11:token=a;object=b;pin-value=4711?module-path=/m&pin-source=/p",
        "pkcs11:token=a?module-path=/m&pin-source=/p",
        "pkcs11:object=a?module-path=/m&pin-source=/p",
        "pkcs11:token=a;object=b;token=c?module-path=/m&pin-source=/p",
        "pkcs11:token=a;object=b;unknown=c?module-path=/m&pin-source=/p",
        "pkcs11:token=a;object=b;type=public?module-path=/m&pin-source=/p",
        "pkcs11:token=a b;object=b?module-path=/m&pin-source=/p",
        "pkcs11:token=a%2;object=b?module-path=/m&pin-source=/p",
        "pkcs11:token=a%zz;object=b?module-path=/m&pin-source=/p",
        "pkcs11:token=%ff;object=b?module-path=/m&pin-source=/p",
        "pkcs11:token=a;object=b?module-path=/m%00&pin-source=/p",
      })
  void anything_else_is_refused_without_its_values(String text) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> TokenUri.parse(text))
        .withMessageStartingWith("pkcs11 URI: ")
        .withMessageNotContaining("4711");
  }
}

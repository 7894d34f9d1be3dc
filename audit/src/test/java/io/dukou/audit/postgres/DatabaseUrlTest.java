package io.dukou.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses of databases are taken, and what messages about them show. */
final class DatabaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://127.0.0.1/log, 127.0.0.1:5432/log",
    "jdbc:postgresql://localhost:6000/log, localhost:6000/log",
    "jdbc:postgresql://[::1]:6000/log_2?sslmode=disable, [::1]:6000/log_2"
  })
  void a_server_on_this_machine_needs_no_tls(String url, String name) {
    assertThat(DatabaseUrl.parse(url)).isEqualTo(new DatabaseUrl(url, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db.example/log",
        "jdbc:postgresql://db.example/log?sslrootcert=/etc/ca.pem",
        "jdbc:postgresql://db.example/log?sslmode=verify-full"
      })
  void the_name_of_a_server_elsewhere_is_verified(String url) {
    DatabaseUrl parsed = DatabaseUrl.parse(url);
    assertThat(parsed.url()).startsWith(url).contains("sslmode=verify-full");
    assertThat(parsed.name()).isEqualTo("db.example:5432/log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "allow", "prefer", "require", "verify-ca", ""})
  void a_weaker_mode_is_refused_elsewhere(String mode) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> DatabaseUrl.parse("jdbc:postgresql://db.example/log?sslmode=" + mode))
        .withMessageContaining("sslmode must be verify-full");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "postgresql://127.0.0.1/log",
        "jdbc:mysql://127.0.0.1/hush",
        "jdbc:postgresql:hush",
        "jdbc:postgresql:///hush",
        "jdbc:postgresql://127.0.0.1",
        "jdbc:postgresql://127.0.0.1/",
        "jdbc:postgresql://127.0.0.1/hush/more",
        "jdbc:postgresql://one,two/hush",
        "jdbc:postgresql://127.0.0.1:1,127.0.0.1:2/hush",
        "jdbc:postgresql://dukou:hush@127.0.0.1/log",
        "jdbc:postgresql://127.0.0.1/log#hush",
        "jdbc:postgresql://127.0.0.1/log?password=hush",
        "jdbc:postgresql://127.0.0.1/log?user=a&password=hush",
        "jdbc:postgresql://127.0.0.1/log?sslmode=disable&socketFactory=hush",
        "jdbc:postgresql://127.0.0.1/log?options=-c%20synchronous_commit%3Doff",
        "jdbc:postgresql://127.0.0.1/log?",
        "jdbc:postgresql://127.0.0.1/log hush"
      })
  void anything_else_is_refused_without_being_shown(String url) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> DatabaseUrl.parse(url))
        .withMessageContaining("url")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("hush"));
  }

  @Test
  void options_show_no_password() {
    PostgresOptions options = PostgresOptions.of("jdbc:postgresql://127.0.0.1/log", "dukou", null);
    assertThat(options.toString()).contains("dukou").doesNotContain("password=");
  }
}

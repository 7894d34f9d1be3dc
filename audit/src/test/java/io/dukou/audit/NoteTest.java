package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** c2sp.org/signed-note@v1.0.0. */
final class NoteTest {
  /** The example at the end of the specification. */
  private static final String EXAMPLE =
      """
      This is an example message.

      \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;

  private static final VerifierKey EXAMPLE_KEY =
      VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

  /** The example at the head of the specification, for which no key is given. */
  private static final String POEM =
      """
      Ognuno sta solo sul cuor della terra
      trafitto da un raggio di sole:

      ed \u00e8 subito sera.

      \u2014 quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
      """;

  @Test
  void the_example_of_the_specification_is_accepted() {
    assertThat(Note.open(EXAMPLE, EXAMPLE_KEY)).isEqualTo("This is an example message.\n");
  }

  @Test
  void the_text_may_have_empty_lines_of_its_own() {
    assertThat(Note.parse(POEM).text()).endsWith("sole:\n\ned \u00e8 subito sera.\n");
  }

  @Test
  void what_is_signed_can_be_opened() {
    String note = Note.sign("hello\n", Fixture.KEYS);
    assertThat(Note.open(note, Fixture.VKEY)).isEqualTo("hello\n");
  }

  @Test
  void signatures_by_unknown_keys_are_ignored_even_of_the_same_name() {
    String other = Note.sign("hello\n", LogKeys.generate(Fixture.ORIGIN, Fixture.random(8)));
    String line = other.substring(other.indexOf('\u2014'));
    String note = Note.sign("hello\n", Fixture.KEYS) + line;
    assertThat(Note.open(note, Fixture.VKEY)).isEqualTo("hello\n");
    refuses(other, "not signed by");
  }

  @Test
  void at_least_sixteen_signatures_are_accepted() {
    StringBuilder note = new StringBuilder(Note.sign("hello\n", Fixture.KEYS));
    for (int i = 0; i < 15; i++) {
      String other = Note.sign("hello\n", LogKeys.generate("w" + i, Fixture.random(i)));
      note.append(other.substring(other.indexOf('\u2014')));
    }
    assertThat(Note.open(note.toString(), Fixture.VKEY)).isEqualTo("hello\n");
  }

  @Test
  void a_wrong_signature_by_the_known_key_refuses_even_beside_a_right_one() {
    String right = Note.sign("hello\n", Fixture.KEYS);
    String wrong = Note.sign("other\n", Fixture.KEYS);
    refuses(right + wrong.substring(wrong.indexOf('\u2014')), "wrong");
    refuses(wrong.replace("other", "hello"), "wrong");
  }

  @Test
  void any_changed_byte_is_refused() {
    String note = Note.sign("origin\n5\nroot\n", Fixture.KEYS);
    Random random = new Random(3);
    for (int at = 0; at < note.length(); at++) {
      char changed = (char) (note.charAt(at) ^ (1 << random.nextInt(7)));
      String mutant = note.substring(0, at) + changed + note.substring(at + 1);
      assertThatExceptionOfType(MalformedException.class)
          .as("at %d", at)
          .isThrownBy(() -> Note.open(mutant, Fixture.VKEY));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        "text\n\n\u2014 name\n",
        "text\n\n\u2014 name AAAA\n",
        "text\n\n\u2014 name AAAAAAA=",
        "text\n\n\u2014 name AAAAAAA\n",
        "text\n\n\u2014 name AAAAAAB=\n",
        "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 na+me AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAA= \n",
        "text\n\n- name AAAAAAA=\n",
        "text\r\n\r\n\u2014 name AAAAAAA=\r\n",
        "te\u0000xt\n\n\u2014 name AAAAAAA=\n",
        "te\ud800xt\n\n\u2014 name AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAA=\nmore\n",
      })
  void what_is_no_note_is_refused(String text) {
    refuses(text, "");
  }

  @Test
  void a_note_with_very_many_signatures_is_refused() {
    refuses("text\n\n" + "\u2014 name AAAAAAA=\n".repeat(101), "more than");
  }

  private static void refuses(String text, String words) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Note.open(text, Fixture.VKEY))
        .withMessageContaining(words);
  }
}

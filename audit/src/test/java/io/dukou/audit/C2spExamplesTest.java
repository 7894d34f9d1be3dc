package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of tlog-checkpoint and tlog-witness, as far as these give them in full; that of
 * signed-note, with its key, is in {@link NoteTest}, of verifier keys in {@link KeyFilesTest}. The
 * keys of these are not published, so form and fields are what is read.
 */
final class C2spExamplesTest {
  private static final String CHECKPOINT =
      """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      """;
  private static final String SECOND_SIGNATURE =
      "\u2014 example.com/behind-the-sofa"
          + " opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
  private static final String QUESTION =
      """
      old 20852014
      PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
      jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
      5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
      /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

      """;

  @TempDir private Path folder;

  @Test
  void checkpoint_isReadFieldByField() {
    Note note = Note.parse(CHECKPOINT);
    List<String> lines = note.text().lines().toList();
    assertThat(lines.get(0)).isEqualTo("example.com/behind-the-sofa");
    assertThat(StrictText.decimal(lines.get(1), "size")).isEqualTo(20_852_163L);
    assertThat(StrictText.base64(lines.get(2), "root")).hasSize(32);
    assertThat(note.signaturesBy("example.com/behind-the-sofa", 0x033de0ae)).hasSize(1);
    assertThat(note.signaturesBy("example.com/behind-the-sofa", 0x033de0ae).get(0)).hasSize(64);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> Checkpoint.open(CHECKPOINT, Fixture.VKEY))
        .withMessageContaining("not signed by");
  }

  @Test
  void questionToAWitness_isUnderstood_andItsLogIsNotKnown() throws Exception {
    LogKeys key = LogKeys.generate("witness.example/w1", Fixture.random(1));
    LogStorage state = LogStorage.posix(Files.createDirectory(folder.resolve("state")));
    Witness.create(state, key);
    try (Witness witness =
        Witness.open(state, null, key, List.of(Fixture.VKEY), InstantSource.system())) {
      byte[] question = (QUESTION + CHECKPOINT + SECOND_SIGNATURE).getBytes(UTF_8);
      assertThat(witness.addCheckpoint(question).status()).isEqualTo(404);
    }
  }
}

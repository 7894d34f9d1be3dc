package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** c2sp.org/tlog-checkpoint, "Note text". */
final class CheckpointTest {
  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

  @Test
  void what_is_signed_can_be_opened() {
    byte[] root = StrictText.base64(ROOT, "root");
    Checkpoint signed = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 20_852_163, root);
    assertThat(Checkpoint.open(signed.note(), Fixture.VKEY)).isEqualTo(signed);
    assertThat(signed.root()).isEqualTo(root);
    assertThat(signed.note()).startsWith(Fixture.ORIGIN + "\n20852163\n" + ROOT + "\n\n\u2014 ");
  }

  @Test
  void extension_lines_are_accepted_and_ignored() {
    assertThat(open(Fixture.ORIGIN + "\n7\n" + ROOT + "\nextension\nmore\n").size()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ORIGIN\n7\n",
        "ORIGIN\n07\nROOT\n",
        "ORIGIN\n-7\nROOT\n",
        "ORIGIN\n+7\nROOT\n",
        "ORIGIN\n7.0\nROOT\n",
        "ORIGIN\n\u0667\nROOT\n",
        "ORIGIN\n99999999999999999999\nROOT\n",
        "ORIGIN\n9223372036854775808\nROOT\n",
        "ORIGIN\n7\nROO\n",
        "ORIGIN\n7\nAAAA\n",
        "ORIGIN\n7\nROOT\n\nextension\n",
        "ORIGIN\n\n7\nROOT\n",
        "other.example\n7\nROOT\n",
        "\n7\nROOT\n",
      })
  void a_signed_text_that_is_no_checkpoint_of_this_log_is_refused(String text) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> open(text.replace("ORIGIN", Fixture.ORIGIN).replace("ROOT", ROOT)))
        .withMessageStartingWith("checkpoint");
  }

  private static Checkpoint open(String text) {
    return Checkpoint.open(Note.sign(text, Fixture.KEYS), Fixture.VKEY);
  }
}

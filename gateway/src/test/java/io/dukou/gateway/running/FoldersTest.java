package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.LogDamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders a gateway takes for its own, and which it refuses. */
final class FoldersTest {
  @TempDir Path folder;

  private final TestStudy study = TestStudy.of(60, 1);
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void prepare() throws IOException {
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study);
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void firstStartKilledWhileItMadeTheLog_isBegunAgain() throws IOException {
    Files.createDirectories(folder.resolve("audit/log/journal"));
    Files.createDirectories(folder.resolve("audit/domestic"));
    for (String left : List.of("log/lock", "log/checkpoint.tmp", "domestic/lock")) {
      Files.createFile(folder.resolve("audit").resolve(left));
    }
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
  }

  /** Such as a backup that was brought back: going on with it would be a fork. */
  @Test
  void logThatIsAnOlderCopy_isRefused() throws IOException {
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    copy(folder.resolve("audit"), folder.resolve("older"));
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    remove("audit");
    copy(folder.resolve("older"), folder.resolve("audit"));
    assertThatThrownBy(gateway::start)
        .cause()
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("were acknowledged here")
        .hasMessageContaining("it is an older copy");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  @Test
  void logThatIsGone_isNotMadeAnew() throws IOException {
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    remove("audit");
    assertThatThrownBy(gateway::start)
        .cause()
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("restore the whole log from a copy")
        .hasMessageNotContaining("dukou init");
  }

  @Test
  void logThatIsGoneBesideItsDomesticParts_isNotMadeAnew() throws IOException {
    gateway.start();
    gateway.stop();
    remove("audit/log");
    remove("state");
    assertThatThrownBy(gateway::start).cause().isInstanceOf(LogDamagedException.class);
  }

  @Test
  void stateOfARunningGateway_isRefusedToAnother() {
    gateway.start();
    assertThatThrownBy(() -> StateFolder.take(folder.resolve("state")))
        .isInstanceOf(FolderInUseException.class)
        .hasMessageContaining("another gateway is using this folder");
  }

  @Test
  void filesOfLogAndState_areTheirOwnersAlone() throws IOException {
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    for (String made : List.of("audit", "state")) {
      try (Stream<Path> files = Files.walk(folder.resolve(made))) {
        assertThat(files)
            .hasSizeGreaterThan(3)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .endsWith("------"));
      }
    }
  }

  @Test
  void stateOfAStoppedGateway_isFreeAndUsed() throws IOException {
    gateway.start();
    gateway.stop();
    try (StateFolder state = StateFolder.take(folder.resolve("state"))) {
      assertThat(state.isUnused()).isFalse();
    }
  }

  @Test
  void whatAKilledFirstStartLeaves_isNoUse() throws IOException {
    try (StateFolder state = StateFolder.take(folder.resolve("state"))) {
      assertThat(state.isUnused()).isTrue();
      Files.createDirectory(state.folder("log"));
      assertThat(state.isUnused()).isTrue();
      Files.createFile(state.folder("log").resolve("acknowledged"));
      assertThat(state.isUnused()).isFalse();
      Files.delete(state.folder("log").resolve("acknowledged"));
      Files.createDirectory(state.folder("cuts"));
      assertThat(state.isUnused()).isFalse();
    }
  }

  private void remove(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where the library that calls PKCS#11 modules cannot be unpacked and loaded. */
final class TokenLibraryTest {
  private static final String REMEDY = "name another with DUKOU_JAVA_OPTS=-Djna.tmpdir=FOLDER";

  @TempDir private Path folder;

  /** Opens a key twice, since the second failure of a class is another one than the first. */
  static final class Twice {
    private Twice() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        try {
          TokenKey.open("here", "pkcs11:token=a;object=b?module-path=/m&pin-source=/p", "log");
        } catch (KeyFileException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  private static String open(Path temporary, String... before) throws Exception {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djna.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Twice.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static void assertRemedyTwice(String said) {
    assertThat(said.lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("here: ").endsWith(REMEDY));
  }

  @Test
  void folder_that_is_none_is_named_with_a_remedy() throws Exception {
    assertRemedyTwice(open(Files.createFile(folder.resolve("file"))));
  }

  @Test
  void folder_without_execution_is_named_with_a_remedy() throws Exception {
    String mount = "mount -t tmpfs -o noexec none \"$0\" && exec \"$@\"";
    String[] mounted = {"unshare", "-rm", "sh", "-c", mount, folder.toString()};
    assumeTrue(isPossible(mounted), "SKIPPED: nothing can be mounted by this user");
    assertRemedyTwice(open(folder, mounted));
  }

  @Test
  void folder_that_can_be_used_leaves_the_module_to_blame() throws Exception {
    assertThat(open(folder)).contains("here: module-path is no PKCS#11 module for this machine");
  }

  private static boolean isPossible(String... mounted) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(mounted));
    Collections.addAll(command, "true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}

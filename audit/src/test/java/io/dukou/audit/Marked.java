package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that are known to a test, and whether a text, an exception or an object shows any eight
 * characters in a row of one: as it is, in hexadecimal, Base64 or decimal.
 */
public final class Marked {
  private static final int SHOWN = 8;
  private static final int MUTATIONS = 12;
  private static final String OWNER = "rw-------";

  private final Set<String> pieces = new HashSet<>();

  /** Adds a secret that is text. */
  public Marked text(String secret) {
    add(secret);
    return bytes(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a secret that is bytes. */
  public Marked bytes(byte[] secret) {
    add(HexFormat.of().formatHex(secret));
    add(HexFormat.of().formatHex(secret).toUpperCase(Locale.ROOT));
    add(new BigInteger(1, secret).toString());
    for (int skipped = 0; skipped < 3 && skipped < secret.length; skipped++) {
      byte[] rest = java.util.Arrays.copyOfRange(secret, skipped, secret.length);
      add(Base64.getEncoder().withoutPadding().encodeToString(rest));
    }
    return this;
  }

  private void add(String form) {
    for (int i = 0; i + SHOWN <= form.length(); i++) {
      pieces.add(form.substring(i, i + SHOWN));
    }
  }

  /** Fails if a text shows a secret; does not say which, for the report is a text too. */
  public void assertHidden(String what, @Nullable String text) {
    String shown = String.valueOf(text);
    for (int i = 0; i + SHOWN <= shown.length(); i++) {
      assertThat(pieces.contains(shown.substring(i, i + SHOWN)))
          .as("%s shows a secret at character %d: %s", what, i, shown)
          .isFalse();
    }
  }

  /** Fails if an exception, or one that caused it or was suppressed, shows a secret. */
  public void assertHidden(String what, Throwable thrown) {
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(thrown);
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!open.isEmpty()) {
      Throwable next = open.pop();
      if (seen.add(next)) {
        assertHidden(what, next.toString());
        assertHidden(what, next.getMessage());
        Optional.ofNullable(next.getCause()).ifPresent(open::add);
        Collections.addAll(open, next.getSuppressed());
      }
    }
  }

  /** Fails if an object of ours, or one that can be reached from it, shows a secret in words. */
  public void assertHidden(Object root) throws IllegalAccessException {
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!open.isEmpty()) {
      Object next = open.pop();
      if (seen.add(next)) {
        for (Object each : parts(next)) {
          open.add(each);
        }
      }
    }
  }

  private Collection<Object> parts(Object object) throws IllegalAccessException {
    Set<Object> parts = Collections.newSetFromMap(new IdentityHashMap<>());
    if (object instanceof Collection<?> many) {
      parts.addAll(many);
    } else if (object instanceof Map<?, ?> map) {
      parts.addAll(map.values());
    } else if (object instanceof Optional<?> maybe) {
      maybe.ifPresent(parts::add);
    } else if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        parts.add(Array.get(array, i));
      }
    } else if (object.getClass().getName().startsWith("io.dukou.")) {
      assertHidden(object.getClass().getName(), object.toString());
      parts.addAll(fields(object));
    }
    parts.removeIf(each -> each == null);
    return parts;
  }

  private static Set<Object> fields(Object object) throws IllegalAccessException {
    Set<Object> values = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean isOurs = type.getName().startsWith("io.dukou.");
        if (isOurs && !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          values.add(field.get(object));
        }
      }
    }
    return values;
  }

  /** What is done with a file that was damaged. */
  @FunctionalInterface
  public interface Use {
    /** Uses the file; what it throws is looked at by the caller of {@link #damage}. */
    void use(String how) throws Exception;
  }

  /** Damages a file in many ways that repeat, and has it used each time; restores it then. */
  public static void damage(Path file, Use use) throws Exception {
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(whole.length);
    for (int i = 0; i < MUTATIONS; i++) {
      Files.write(file, damaged(whole, i, random));
      use.use(file.getFileName() + ", damage " + i);
    }
    Files.write(file, whole);
    for (String permissions : new String[] {"rw-r--r--", "rwx------", "r--------"}) {
      permit(file, permissions);
      use.use(file.getFileName() + ", " + permissions);
    }
    permit(file, OWNER);
    Path away = file.resolveSibling(file.getFileName() + ".away");
    Files.move(file, away);
    use.use(file.getFileName() + ", absent");
    Files.createDirectory(file);
    use.use(file.getFileName() + ", a folder");
    Files.delete(file);
    Files.move(away, file);
  }

  private static void permit(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static byte[] damaged(byte[] whole, int kind, Random random) {
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int at = whole.length == 0 ? 0 : random.nextInt(whole.length);
    String changed =
        switch (kind % 12) {
          case 0 -> text.substring(0, at);
          case 1 -> text.substring(at);
          case 2 -> text.substring(0, at) + "?" + text.substring(Math.min(at + 1, text.length()));
          case 3 -> text.substring(0, at) + "+" + text.substring(at);
          case 4 -> text.substring(0, at) + "\n" + text.substring(at);
          case 5 -> text + text;
          case 6 -> " " + text;
          case 7 -> text.replace("\n", "\r\n");
          case 8 -> text.substring(0, at) + "\u0000" + text.substring(at);
          case 9 -> text.substring(0, at) + "\u00ff" + text.substring(at);
          case 10 -> text.toLowerCase(Locale.ROOT);
          default -> text.replaceFirst("\\+", "").replaceFirst("-----", "----");
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }
}

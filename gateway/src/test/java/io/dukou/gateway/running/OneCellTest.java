package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.facts.CountyNumbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recipient who keeps everything it can fetch, and then tries all tables of one cell: whether one
 * of them, or its cell alone, has any hash that stands anywhere in what was fetched.
 *
 * <p>Fetched are pages, filtered tables, heads, refusals, receipts of all its entries, and from the
 * tiles, which anybody may read, the checkpoint and all hashes. Of these every 32 bytes at every
 * offset count as a hash, after decoding whatever looks like hexadecimal or base64. Tried are every
 * value of every column of the study and of a wider domain, every subject, and every resident
 * identity number of one county and one year, each as a cell, as tables in CSV, JSON and NDJSON,
 * and as an item of a domestic part without its salt; each plain, as a leaf of a tree, and under
 * keys made of everything that is public.
 */
final class OneCellTest {
  private static final String MINE = "rhein-stats";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64,}");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{40,}");

  @TempDir private Path folder;

  private final TestStudy study = TestStudy.of(200, 3).where(subject -> subject.age() < 60);
  private final List<byte[]> fetched = new ArrayList<>();
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    origin = TestOrigin.serving(study.csv());
    Path token = Files.writeString(folder.resolve("inspectors.token"), "a-token-of-inspectors\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    gateway =
        TestGateway.in(folder, origin, study)
            .set(
                "witnesses",
                "\n  tiles: {port: 0, inspectors: {tokenFile: inspectors.token, networks:"
                    + " [\"192.0.2.0/24\"]}}")
            .start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void noTableOfOneCell_isFoundInAnythingThatARecipientCanFetch() throws Exception {
    fetchEverything();
    Set<ByteBuffer> hashes = hashes();
    assertThat(hashes).hasSizeGreaterThan(10_000);
    assertThat(found(hashes)).isEmpty();
    String all = new String(joined(), UTF_8);
    study.subjects().forEach(subject -> assertThat(all).doesNotContain(subject.id()));
  }

  /** The same search finds what was hashed without a secret, so it would have found the above. */
  @Test
  void searchFindsWhatIsNotHidden() throws Exception {
    fetchEverything();
    Set<ByteBuffer> hashes = hashes();
    List<String> hidden =
        List.of("S-00017", CountyNumbers.of("19900704", 123), "age\n41\n", "sham");
    for (String text : hidden) {
      hashes.add(ByteBuffer.wrap(sha256(text.getBytes(UTF_8))));
    }
    hashes.add(ByteBuffer.wrap(sha256(item(2, "", "S-00018"))));
    hashes.add(ByteBuffer.wrap(hmac("rhein-pharma".getBytes(UTF_8), "S-00019")));
    Set<String> expected = new TreeSet<>(hidden);
    expected.addAll(List.of("S-00018", "S-00019"));
    assertThat(found(hashes)).isEqualTo(expected);
  }

  private void fetchEverything() throws Exception {
    Set<String> decisions = new TreeSet<>();
    List<String> queries = List.of("?limit=10", "?limit=10&age=gt.3", "?nothing=1", "?limit=0", "");
    for (String query : queries) {
      for (String method : List.of("GET", "HEAD", "DELETE")) {
        HttpResponse<String> answer = gateway.send(method, MINE, TABLE + query);
        keep(answer);
        answer.headers().firstValue("dukou-decision").ifPresent(decisions::add);
        answer
            .headers()
            .firstValue("dukou-next-cursor")
            .ifPresent(cursor -> keep(gateway.get(MINE, TABLE + "?limit=10&cursor=" + cursor)));
      }
    }
    keep(gateway.get(MINE, "/study/other"));
    gateway.gateway().log().publish();
    long size = gateway.gateway().log().size();
    for (long index = 0; index < size; index++) {
      keep(gateway.get(MINE, "/.well-known/dukou/receipts/" + index));
    }
    assertThat(decisions).isNotEmpty();
    gateway.gateway().log().publish();
    fetchTiles();
  }

  private void keep(HttpResponse<String> answer) {
    fetched.add(answer.headers().map().toString().getBytes(UTF_8));
    fetched.add(answer.body().getBytes(UTF_8));
  }

  private void fetchTiles() throws Exception {
    int tiles = 0;
    for (int level = 0; level < 3; level++) {
      for (int width = 1; width <= 256; width++) {
        String path = "/tile/%d/000%s".formatted(level, width == 256 ? "" : ".p/" + width);
        tiles += fetchTile(path) ? 1 : 0;
        assertThat(fetchTile(path.replace("/tile/" + level, "/tile/entries"))).isFalse();
      }
    }
    assertThat(tiles).isPositive();
    assertThat(fetchTile("/checkpoint")).isTrue();
  }

  private boolean fetchTile(String path) throws Exception {
    int port = gateway.gateway().tilePort().orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    HttpResponse<byte[]> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
    fetched.add(answer.body());
    return answer.statusCode() == 200;
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private byte[] joined() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    fetched.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** Every 32 bytes, and every 32 bytes of what was decoded, receipts within headers too. */
  private Set<ByteBuffer> hashes() {
    Set<ByteBuffer> hashes = new HashSet<>();
    List<byte[]> texts = new ArrayList<>(fetched);
    for (int depth = 0; depth < 3; depth++) {
      List<byte[]> decoded = new ArrayList<>();
      for (byte[] text : texts) {
        for (int i = 0; i + 32 <= text.length; i++) {
          hashes.add(ByteBuffer.wrap(text, i, 32).slice());
        }
        decode(new String(text, UTF_8), decoded);
      }
      texts = decoded;
    }
    return hashes;
  }

  private static void decode(String text, List<byte[]> decoded) {
    for (Matcher hex = HEX.matcher(text); hex.find(); ) {
      String digits = hex.group();
      decoded.add(HexFormat.of().parseHex(digits.substring(0, digits.length() / 2 * 2)));
    }
    for (Matcher base64 = BASE64.matcher(text); base64.find(); ) {
      String digits = base64.group().replace('-', '+').replace('_', '/');
      decoded.add(Base64.getDecoder().decode(digits.substring(0, digits.length() / 4 * 4)));
    }
  }

  /** Returns the candidates of which some form stands among the hashes. */
  private Set<String> found(Set<ByteBuffer> hashes) throws GeneralSecurityException {
    Set<String> found = new TreeSet<>();
    List<byte[]> open = publicKeys();
    candidates(
        (column, value) -> {
          for (String text : tables(column, value)) {
            if (isThere(text, hashes, open)) {
              found.add(text);
            }
          }
          if (isItem(column, value, hashes)) {
            found.add(value);
          }
        });
    for (String number : CountyNumbers.all()) {
      if (isThere(number, hashes, open) || isItem("", number, hashes)) {
        found.add(number);
      }
    }
    return found;
  }

  private static boolean isThere(String text, Set<ByteBuffer> hashes, List<byte[]> keys) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] leaf = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, leaf, 1, bytes.length);
    return hashes.contains(ByteBuffer.wrap(sha256(bytes)))
        || hashes.contains(ByteBuffer.wrap(sha256(leaf)))
        || keys.stream().anyMatch(key -> hashes.contains(ByteBuffer.wrap(hmac(key, text))));
  }

  private static boolean isItem(String column, String value, Set<ByteBuffer> hashes) {
    return hashes.contains(ByteBuffer.wrap(sha256(item(1, column, value))))
        || hashes.contains(ByteBuffer.wrap(sha256(item(2, "", value))));
  }

  /** Returns a leaf of a domestic part's tree, written here anew, with zeros for the salt. */
  private static byte[] item(int kind, String name, String value) {
    byte[] named = name.getBytes(UTF_8);
    byte[] text = value.getBytes(UTF_8);
    return ByteBuffer.allocate(2 + 16 + 4 + named.length + text.length)
        .put((byte) 0)
        .put((byte) kind)
        .put(new byte[16])
        .putInt(named.length)
        .put(named)
        .put(text)
        .array();
  }

  private List<byte[]> publicKeys() {
    List<byte[]> keys = new ArrayList<>();
    keys.add(new byte[32]);
    for (String word :
        List.of(
            "rhein-pharma",
            "lc-001",
            "test.dukou.example/log",
            gateway.gateway().verifierKey().toString())) {
      keys.add(word.getBytes(UTF_8));
    }
    return keys;
  }

  private static List<String> tables(String column, String value) {
    List<String> tables = new ArrayList<>(List.of(value));
    for (String end : List.of("\n", "\r\n")) {
      tables.add(column + end + value + end);
      tables.add(column + end + value);
    }
    String cell = value.matches("[0-9]+") ? value : '"' + value + '"';
    String object = "{\"" + column + "\":" + cell + "}";
    tables.addAll(List.of(object, object + "\n", "[" + object + "]", "[" + object + "]\n"));
    return tables;
  }

  /** Takes a column and a value. */
  private interface Cells {
    void cell(String column, String value);
  }

  private static void candidates(Cells cells) {
    for (int i = 0; i < 1_000; i++) {
      String subject = "S-%05d".formatted(i);
      cells.cell("subject", subject);
      cells.cell("name", "Name " + subject);
    }
    IntStream.range(0, 130).forEach(age -> cells.cell("age", Integer.toString(age)));
    IntStream.range(0, 100).forEach(score -> cells.cell("score", Integer.toString(score)));
    List.of("F", "M", "U", "female", "male").forEach(sex -> cells.cell("sex", sex));
    List.of("drug", "sham", "placebo").forEach(arm -> cells.cell("arm", arm));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a range of a log as a ZIP file that holds everything needed to prove it but one: the
 * verifier key, which a reader should have from elsewhere, is in it for comparison only.
 *
 * <p>Names in the file: {@code README.txt}; {@code vkey}; {@code checkpoint}, the signed note;
 * {@code range}, the roots outside the range; where witnesses cosigned a smaller tree only, {@code
 * cosigned}, its signed note, and {@code consistency}, the proof that the log begins with it;
 * {@code leaves.ndjson}, a leaf a line; and where they were asked for {@code
 * domestic/INDEX.record}, a domestic part with its salts as it was sealed, and {@code
 * domestic/INDEX.json}, the same to be read. An erased part has neither.
 */
final class ArchiveWriter {
  static final String README = "README.txt";
  static final String VKEY = "vkey";
  static final String CHECKPOINT = "checkpoint";
  static final String COSIGNED = "cosigned";
  static final String CONSISTENCY = "consistency";
  static final String RANGE = "range";
  static final String RANGE_LINE = "dukou-range@v1";
  static final String LEAVES = "leaves.ndjson";
  static final String DOMESTIC = "domestic/";
  static final String RECORD = ".record";
  static final String JSON = ".json";

  private final Checkpoint checkpoint;
  private final @Nullable Checkpoint smaller;
  private final TileReader tiles;
  private final RangeProof range;
  private List<byte[]> lastBundle = List.of();
  private long lastNumber = -1;

  /**
   * Prepares the entries {@code first} to {@code last} of the tree that witnesses cosigned, if it
   * holds them all, else of the newest.
   *
   * @param newest the newest published checkpoint
   * @param cosigned the one that witnesses cosigned, of the same tree or a smaller one, or null
   */
  ArchiveWriter(
      Checkpoint newest, @Nullable Checkpoint cosigned, TileReader tiles, long first, long last) {
    boolean covers = cosigned != null && cosigned.size() > last;
    this.checkpoint = cosigned != null && covers ? cosigned : newest;
    this.smaller = covers ? null : cosigned;
    this.tiles = tiles;
    this.range = RangeProof.of(first, last - first + 1, checkpoint.size(), tiles);
  }

  /**
   * Writes the archive and leaves the stream open.
   *
   * @param keys the verifier keys
   * @param domestic where domestic parts are read; null to leave them out
   * @throws IOException if the stream cannot be written, or a domestic part not be read
   */
  void write(OutputStream out, VerifierKeys keys, DomesticParts domestic) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    file(zip, README, readme(range, checkpoint, smaller, domestic.included()));
    file(zip, VKEY, keys.toString());
    file(zip, CHECKPOINT, checkpoint.note());
    if (smaller != null) {
      file(zip, COSIGNED, smaller.note());
      file(zip, CONSISTENCY, consistency(smaller));
    }
    file(zip, RANGE, range.text(RANGE_LINE));
    begin(zip, LEAVES);
    for (long index = range.first(); index < range.first() + range.count(); index++) {
      zip.write(leaf(index));
      zip.write('\n');
    }
    zip.closeEntry();
    for (long index = range.first(); index < range.first() + range.count(); index++) {
      Optional<DomesticRecord> record = domestic.read(index, Leaf.parse(leaf(index)).domestic());
      if (record.isPresent()) {
        begin(zip, DOMESTIC + index + RECORD);
        zip.write(record.get().encode());
        zip.closeEntry();
        file(zip, DOMESTIC + index + JSON, json(record.get().part()));
      }
    }
    zip.finish();
  }

  private String consistency(Checkpoint before) {
    return ConsistencyProof.of(before.size(), checkpoint.size(), tiles).path().stream()
        .map(hash -> Base64.getEncoder().encodeToString(hash) + "\n")
        .collect(Collectors.joining());
  }

  /** Returns the form in which a domestic part is read by people. */
  static String json(DomesticPart part) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode fields = node.putObject("fields");
    part.fields().forEach(fields::set);
    part.persons().forEach(node.putArray("persons")::add);
    return CanonicalJson.text(node) + "\n";
  }

  private byte[] leaf(long index) {
    return bundle(index / TilePath.WIDTH).get((int) (index % TilePath.WIDTH));
  }

  private List<byte[]> bundle(long number) {
    if (number != lastNumber) {
      lastBundle = tiles.entries(number);
      lastNumber = number;
    }
    return lastBundle;
  }

  private static void file(ZipOutputStream zip, String name, String text) throws IOException {
    begin(zip, name);
    zip.write(text.getBytes(UTF_8));
    zip.closeEntry();
  }

  /** Without a time, so that the same range makes the same file. */
  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
  }

  /** Returns what is in an archive, in words. */
  static String readme(
      RangeProof range, Checkpoint checkpoint, @Nullable Checkpoint smaller, boolean domestic) {
    return """
    Entries %d to %d of the transparency log %s

    checkpoint      the log's signed statement of its size (%d entries) and root hash, a C2SP
                    tlog-checkpoint
    leaves.ndjson   the entries, one a line, from the first to the last; each line without its
                    line break is a leaf of the tree (RFC 6962, SHA-256)
    range           the roots of the largest subtrees outside these entries, from left to right:
                    with the leaves they make the root that the checkpoint signs
    vkey            the log's verifier key; compare it with one you have from elsewhere
    %s%s
    Check all of it, offline:  dukou log verify-archive FILE --vkey KEY [--policy FILE]

    That shows that these are all the entries from the first to the last, as the log signed
    them. It does not show when they were made (the times are those of the gateway's clock), nor
    that everyone is shown the same log, unless --policy names witnesses and enough cosigned.
    """
        .formatted(
            range.first(),
            range.first() + range.count() - 1,
            checkpoint.origin(),
            checkpoint.size(),
            smaller == null
                ? ""
                : """
                cosigned        what witnesses cosigned last: a checkpoint of the first %d entries only
                consistency     the proof (RFC 6962) that the tree of the checkpoint begins with it
                """
                    .formatted(smaller.size()),
            domestic
                ? """
                domestic/       what stays in China of each entry. INDEX.record: each item behind its
                                length (4 bytes), with its salt; the tree over the items has the root
                                that the leaf names as "domestic". INDEX.json: the same to be read.
                                Where there is neither, the part was erased; of an erased item only
                                its hash is there, and what is left beside it of an array is not
                                proved. PERSONAL INFORMATION: this archive must not leave China.
                """
                : "");
  }

  /** Reads domestic parts, or none. */
  interface DomesticParts {
    /** Returns whether they are in the archive. */
    boolean included();

    /** Returns the part of an entry; empty when it is erased or left out. */
    Optional<DomesticRecord> read(long index, String commitment) throws IOException;
  }
}

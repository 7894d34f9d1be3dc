package io.dukou.audit;

import io.dukou.audit.Verification.Aspect;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.Verification.Statement;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks an archive that {@link AuditLog#export} wrote, offline, with nothing but the log's public
 * key. Reads the leaves as they come and keeps none but their commitments.
 */
public final class ArchiveCheck {
  /** Bytes of a file that is read as a whole, unless it is of a domestic part. */
  private static final int LONGEST_TEXT = 4 << 20;

  private static final int LONGEST_DOMESTIC = 256 << 20;

  private static final Pattern DOMESTIC_NAME =
      Pattern.compile(
          ArchiveWriter.DOMESTIC
              + "(0|[1-9][0-9]{0,18})("
              + Pattern.quote(ArchiveWriter.RECORD)
              + "|"
              + Pattern.quote(ArchiveWriter.JSON)
              + ")");
  private static final String DAMAGED = "The archive is damaged: a file in it cannot be unpacked.";

  private final Path archive;
  private final ZipFile zip;
  private final LogVerifier key;
  private final @Nullable WitnessPolicy policy;
  private final List<Statement> statements = new ArrayList<>();
  private final Map<Long, String> commitments = new HashMap<>();
  private final Map<String, Long> newest = new HashMap<>();
  private final Set<String> expected =
      new HashSet<>(
          Set.of(
              ArchiveWriter.README,
              ArchiveWriter.VKEY,
              ArchiveWriter.CHECKPOINT,
              ArchiveWriter.RANGE,
              ArchiveWriter.LEAVES));

  private ArchiveCheck(Path archive, ZipFile zip, LogVerifier key, @Nullable WitnessPolicy policy) {
    this.archive = archive;
    this.zip = zip;
    this.key = key;
    this.policy = policy;
  }

  /**
   * Checks an archive.
   *
   * @throws IOException if the file cannot be read
   */
  public static Verification check(Path archive, LogVerifier key) throws IOException {
    return check(archive, key, null);
  }

  /**
   * Checks an archive, and whether enough witnesses saw all of its entries.
   *
   * @param policy which witnesses, or null
   * @throws IOException if the file cannot be read
   */
  public static Verification check(Path archive, LogVerifier key, @Nullable WitnessPolicy policy)
      throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return new ArchiveCheck(archive, zip, key, policy).run();
    } catch (ZipException | IllegalArgumentException e) { // the latter for a name of no text
      Statement none = new Statement(Aspect.FORM, Outcome.FAILED, "The file is not a ZIP archive.");
      return new Verification(List.of(none), null, null, null);
    }
  }

  private Verification run() throws IOException {
    Checkpoint checkpoint = null;
    try {
      checkpoint = Checkpoint.open(text(ArchiveWriter.CHECKPOINT), key);
      add(
          Aspect.SIGNATURE,
          Outcome.PROVED,
          "The log %s signed a tree of %d entries."
              .formatted(checkpoint.origin(), checkpoint.size()));
      RangeProof range = RangeProof.parse(text(ArchiveWriter.RANGE), ArchiveWriter.RANGE_LINE);
      checkForm();
      boolean sound = checkLeaves(range, checkpoint);
      boolean hasDomestic = sound && checkDomestic();
      Statement witnesses = checkWitnesses(range, checkpoint);
      if (sound) {
        checkNames();
        checkWords(range, checkpoint, hasDomestic);
      }
      add(
          Aspect.TIME,
          Outcome.NOT_PROVED,
          "The times in the entries are those of the gateway's clock.");
      statements.add(witnesses);
    } catch (MalformedException | UncheckedIOException e) {
      add(Aspect.FORM, Outcome.FAILED, sentence(e));
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      add(Aspect.FORM, Outcome.FAILED, DAMAGED);
    }
    return new Verification(statements, null, null, checkpoint);
  }

  private boolean checkLeaves(RangeProof range, Checkpoint checkpoint) throws IOException {
    if (range.total() != checkpoint.size()) {
      throw new MalformedException("the range is of another tree than the checkpoint signs");
    }
    byte[] root;
    try (InputStream in = open(ArchiveWriter.LEAVES)) {
      Leaves leaves = new Leaves(in, range.first());
      root = range.root(leaves::next);
    }
    boolean sound = Arrays.equals(root, checkpoint.root());
    add(
        Aspect.INCLUSION,
        sound ? Outcome.PROVED : Outcome.FAILED,
        "Entries %d to %d are %s."
            .formatted(
                range.first(),
                range.first() + range.count() - 1,
                sound
                    ? "in the archive as they were signed, none missing, added or changed"
                    : "not those that were signed: one is missing, added or changed"));
    return sound;
  }

  /**
   * Compares the parts that are there with their entries; what is left out, or vouched for by
   * nothing but the archive, is said.
   */
  private boolean checkDomestic() throws IOException {
    long compared = 0;
    long different = 0;
    long reduced = 0;
    long unproved = 0;
    for (Map.Entry<Long, String> entry : commitments.entrySet()) {
      String name = ArchiveWriter.DOMESTIC + entry.getKey();
      if (zip.getEntry(name + ArchiveWriter.RECORD) != null) {
        expected.add(name + ArchiveWriter.RECORD);
        expected.add(name + ArchiveWriter.JSON);
        DomesticRecord record = DomesticRecord.decode(bytes(name + ArchiveWriter.RECORD));
        boolean same =
            record.commitment().equals(entry.getValue()) // what is not is not unpacked further
                && text(name + ArchiveWriter.JSON).equals(ArchiveWriter.json(record.part()));
        compared++;
        different += same ? 0 : 1;
        reduced += record.isReduced() ? 1 : 0;
        unproved += record.hasRests() ? 1 : 0;
      }
    }
    long without = commitments.size() - compared;
    if (different > 0) {
      add(
          Aspect.LEAF,
          Outcome.FAILED,
          different + " domestic parts are not what their entries commit to.");
    } else if (compared > 0) {
      add(
          Aspect.LEAF,
          Outcome.PROVED,
          compared + " domestic parts are what their entries commit to.");
    }
    if (reduced > 0) {
      add(
          Aspect.LEAF,
          Outcome.NOT_PROVED,
          ("Of %d domestic parts some items are not there: erased, or left out by whoever gave you"
                  + " the archive.")
              .formatted(reduced));
    }
    if (unproved > 0) {
      add(
          Aspect.LEAF,
          Outcome.NOT_PROVED,
          ("In %d domestic parts stands what is said to be left of an erased array: nothing proves"
                  + " that, nor its name.")
              .formatted(unproved));
    }
    if (without > 0) {
      add(
          Aspect.LEAF,
          Outcome.NOT_PROVED,
          "The domestic parts of %d entries are not in the archive: left out, or erased."
              .formatted(without));
    }
    return compared > 0;
  }

  /** Judges the checkpoint, or the smaller one that witnesses saw, where there is one. */
  private Statement checkWitnesses(RangeProof range, Checkpoint checkpoint) throws IOException {
    if (zip.getEntry(ArchiveWriter.COSIGNED) == null) {
      return WitnessStatement.of(policy, checkpoint);
    }
    expected.add(ArchiveWriter.COSIGNED);
    expected.add(ArchiveWriter.CONSISTENCY);
    Checkpoint before = Checkpoint.open(text(ArchiveWriter.COSIGNED), key);
    List<byte[]> path = hashes(text(ArchiveWriter.CONSISTENCY));
    if (before.size() >= range.first() + range.count() || before.size() > checkpoint.size()) {
      throw new MalformedException("what witnesses cosigned is not of a smaller tree");
    }
    boolean begins =
        new ConsistencyProof(before.size(), checkpoint.size(), path)
            .binds(before.root(), checkpoint.root());
    if (!begins) {
      return new Statement(
          Aspect.WITNESSES,
          Outcome.FAILED,
          "Witnesses cosigned a tree that the signed one does not begin with: the log forked.");
    }
    Statement smaller = WitnessStatement.of(policy, before);
    boolean isStrict = policy != null && !policy.isLenient();
    return new Statement(
        Aspect.WITNESSES,
        smaller.outcome() == Outcome.FAILED || isStrict ? Outcome.FAILED : Outcome.NOT_PROVED,
        "Witnesses cosigned the first %d entries of the log only. Of these: %s"
            .formatted(before.size(), smaller.words()));
  }

  private static List<byte[]> hashes(String text) {
    List<byte[]> hashes = new ArrayList<>();
    for (String line : text.lines().toList()) {
      byte[] hash = StrictText.base64(line, "consistency: hash");
      StrictText.requireLength(hash, TreeHash.LENGTH, "consistency: hash");
      hashes.add(hash);
    }
    if (hashes.size() > ConsistencyProof.LONGEST) {
      throw new MalformedException("the proof of consistency is longer than any");
    }
    return hashes;
  }

  /**
   * Checks that the file is the same ZIP archive to whoever reads it from its directory and to
   * whoever reads it from its beginning, and has no name twice: else people could be shown other
   * files than those that were checked.
   */
  private void checkForm() throws IOException {
    Set<String> seen = new HashSet<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!seen.add(entry.getName())) {
        throw new MalformedException("the archive holds two files of one name");
      }
      requireName(entry.getName()); // before anything is unpacked, however much it may be
    }
    int found = 0;
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        ZipInputStream inOrder = new ZipInputStream(file)) {
      for (ZipEntry entry = inOrder.getNextEntry(); entry != null; entry = inOrder.getNextEntry()) {
        if (!seen.contains(entry.getName())) {
          throw new MalformedException("a file of the archive is not in its directory");
        }
        long longest =
            entry.getName().equals(ArchiveWriter.LEAVES)
                ? Long.MAX_VALUE
                : longest(entry.getName());
        byte[] digest = digest(inOrder, longest, entry.getName());
        try (InputStream listed = open(entry.getName())) {
          if (!Arrays.equals(digest, digest(listed, longest, entry.getName()))) {
            throw new MalformedException("the archive holds two files of one name");
          }
        }
        found++;
      }
    } catch (ZipException e) {
      throw new MalformedException("the archive cannot be read from its beginning");
    }
    if (found != seen.size()) {
      throw new MalformedException("the archive's directory does not list what is in it");
    }
  }

  private static byte[] digest(InputStream in, long longest, String name) throws IOException {
    MessageDigest digest = TreeHash.sha256();
    byte[] piece = new byte[1 << 16];
    long length = 0;
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      length += read;
      if (length > longest) {
        throw tooLong(name);
      }
      digest.update(piece, 0, read);
    }
    return digest.digest();
  }

  private static MalformedException tooLong(String name) {
    return new MalformedException("a file of the archive is too long: " + name);
  }

  /** Refuses what is the name of no file of any archive. */
  private void requireName(String name) {
    boolean isOfAny =
        expected.contains(name)
            || name.equals(ArchiveWriter.COSIGNED)
            || name.equals(ArchiveWriter.CONSISTENCY)
            || DOMESTIC_NAME.matcher(name).matches();
    if (!isOfAny) {
      throw strange();
    }
  }

  private static MalformedException strange() {
    return new MalformedException("the archive holds a file that is none of its form");
  }

  /** Checks what is there for people to read, and for comparison. */
  private void checkWords(RangeProof range, Checkpoint checkpoint, boolean hasDomestic)
      throws IOException {
    Checkpoint smaller =
        zip.getEntry(ArchiveWriter.COSIGNED) == null
            ? null
            : Checkpoint.open(text(ArchiveWriter.COSIGNED), key);
    String readme = text(ArchiveWriter.README);
    boolean isOurs = readme.equals(ArchiveWriter.readme(range, checkpoint, smaller, true));
    if (!hasDomestic) {
      // Where every part was erased, the archive may say that it has them.
      isOurs |= readme.equals(ArchiveWriter.readme(range, checkpoint, smaller, false));
    }
    if (!isOurs) {
      throw new MalformedException(ArchiveWriter.README + " is not what an archive says of itself");
    }
    try {
      Checkpoint.open(checkpoint.note(), VerifierKeys.parse(text(ArchiveWriter.VKEY)));
    } catch (MalformedException e) {
      throw new MalformedException("the vkey in the archive is not of the log");
    }
  }

  /** Anything else in the file would look as if it had been checked. */
  private void checkNames() {
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!expected.contains(entry.getName())) {
        throw strange();
      }
    }
  }

  private void checkChain(long index, Leaf leaf, long first) {
    String recipient = leaf.recipient();
    if (recipient == null) {
      return;
    }
    Long before = newest.put(recipient, index);
    Long previous = leaf.previous();
    boolean continues =
        before == null ? previous == null || previous < first : before.equals(previous);
    if (!continues) {
      throw new MalformedException(
          "entry " + index + " does not name its recipient's entry before");
    }
  }

  private String text(String name) throws IOException {
    return StrictText.utf8(bytes(name), name);
  }

  private byte[] bytes(String name) throws IOException {
    int longest = longest(name);
    try (InputStream in = open(name)) {
      byte[] bytes = in.readNBytes(longest + 1);
      if (bytes.length > longest) {
        throw tooLong(name);
      }
      return bytes;
    }
  }

  private static int longest(String name) {
    return name.startsWith(ArchiveWriter.DOMESTIC) ? LONGEST_DOMESTIC : LONGEST_TEXT;
  }

  private InputStream open(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new MalformedException("the archive has no file " + name);
    }
    return new BufferedInputStream(zip.getInputStream(entry), 1 << 16);
  }

  private void add(Aspect aspect, Outcome outcome, String words) {
    statements.add(new Statement(aspect, outcome, words));
  }

  private static String sentence(RuntimeException failure) {
    return failure instanceof UncheckedIOException
        ? DAMAGED
        : "The archive is malformed: " + failure.getMessage() + ".";
  }

  /** Hashes and reads the leaves line by line. */
  private final class Leaves {
    private final InputStream in;
    private final TreeHash hash = new TreeHash();
    private final byte[] line = new byte[LeafRules.MAX_BYTES];
    private final long first;
    private long index;

    Leaves(InputStream in, long first) {
      this.in = in;
      this.first = first;
      this.index = first;
    }

    byte @Nullable [] next() {
      try {
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
          if (b < 0 && length == 0) {
            return null;
          }
          if (b < 0 || length == line.length) {
            throw new MalformedException("a leaf is too long, or cut off");
          }
          line[length++] = (byte) b;
        }
        byte[] bytes = Arrays.copyOf(line, length);
        Leaf leaf = Leaf.parse(bytes);
        commitments.put(index, leaf.domestic());
        checkChain(index, leaf, first);
        index++;
        return hash.leaf(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

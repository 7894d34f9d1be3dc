package io.dukou.gateway.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.sealed.SealedFileException;
import io.dukou.gateway.sealed.SealedFolder;
import io.dukou.gateway.sealed.SealedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pseudonyms by which recipient groups can join what they have of a study, encrypted on the
 * disk in China. Worker threads only; all methods take their turns.
 *
 * <p>A map belongs to a study and the recipients it was made for. A group has the maps of which it
 * has every recipient; groups grow and never come apart, so no other has them. Where a group has
 * several maps, it has grown together from groups that each had one; the pseudonyms of the first
 * stay, and those of the others fill in.
 */
public final class SubjectKeyStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,17})-pseudonyms");
  private static final String REMEDY =
      "bring it back from a copy; without it the subjects get other pseudonyms from the next table"
          + " on, and what their recipients have cannot be joined with that any more. To go on so,"
          + " remove it; where no file here can be read, restore the keys that they were written"
          + " under";

  private final SealedFolder folder;
  private final Map<Long, Held> maps = new TreeMap<>();
  private long next = 1;

  private SubjectKeyStore(SealedFolder folder) {
    this.folder = folder;
  }

  /**
   * Opens the store and reads its maps.
   *
   * @throws SealedFileException if the folder or a file is damaged
   */
  public static SubjectKeyStore open(Path folder, Secret key, SecureRandom random) {
    SubjectKeyStore store = new SubjectKeyStore(SealedFolder.open(folder, key, random));
    store.folder.names().forEach(store::load);
    return store;
  }

  /** Returns the pseudonyms that subjects of a study have for a group; of nobody, if none has. */
  synchronized SubjectKeys of(String study, SortedSet<String> group) {
    SubjectKeys all = SubjectKeys.none();
    for (long number : numbersOf(study, group)) {
      all = all.with(held(number).keys);
    }
    return all;
  }

  /**
   * Keeps the pseudonyms of a group in place of those it had; when this returns they are on the
   * disk.
   */
  synchronized void save(String study, SortedSet<String> group, SubjectKeys keys) {
    List<Long> numbers = numbersOf(study, group);
    long number = numbers.isEmpty() ? next++ : numbers.get(0);
    Held held = new Held(study, group, keys);
    boolean isKept = numbers.size() == 1 && held(number).says(held);
    if (!isKept) {
      write(number, held);
      maps.put(number, held);
    }
    // The first map says all that the others do from here on, also where a crash leaves them.
    numbers.stream().skip(1).forEach(this::delete);
  }

  private List<Long> numbersOf(String study, SortedSet<String> group) {
    List<Long> numbers = new ArrayList<>();
    maps.forEach(
        (number, held) -> {
          if (held.study.equals(study) && group.containsAll(held.members)) {
            numbers.add(number);
          }
        });
    return numbers;
  }

  private Held held(long number) {
    Held held = maps.get(number);
    if (held == null) {
      throw new IllegalStateException("no such map");
    }
    return held;
  }

  private void write(long number, Held held) {
    ObjectNode json = JSON.createObjectNode().put("study", held.study);
    held.members.forEach(json.putArray("group")::add);
    json.put("pseudonyms", Base64.getEncoder().encodeToString(held.keys.toBytes()));
    try (SealedWriter writer = folder.write(name(number))) {
      writer.write(JSON.writeValueAsBytes(json));
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("pseudonyms cannot be kept", e);
    }
  }

  private void delete(long number) {
    maps.remove(number);
    folder.delete(name(number));
  }

  private void load(String name) {
    Matcher own = NAME.matcher(name);
    if (!own.matches()) {
      return; // a file that this store did not name
    }
    long number = Long.parseLong(own.group(1));
    try (InputStream in = folder.read(name)) {
      JsonNode json = JSON.readTree(in.readAllBytes());
      SortedSet<String> members = new TreeSet<>();
      json.path("group").forEach(member -> members.add(member.textValue()));
      byte[] keys = Base64.getDecoder().decode(json.path("pseudonyms").asText());
      maps.put(number, new Held(json.path("study").asText(), members, SubjectKeys.of(keys)));
      next = Math.max(next, number + 1);
    } catch (SealedFileException e) {
      throw e.withRemedy(REMEDY);
    } catch (IOException | IllegalArgumentException e) {
      throw folder.unusable(name, e).withRemedy(REMEDY);
    }
  }

  private static String name(long number) {
    return number + "-pseudonyms";
  }

  /** A map and whose it is. */
  private record Held(String study, SortedSet<String> members, SubjectKeys keys) {
    Held {
      members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    /** Maps of the same group only grow, so those of one size are equal. */
    boolean says(Held other) {
      return members.equals(other.members) && keys.size() == other.keys.size();
    }

    @Override
    public String toString() {
      return "Held";
    }
  }
}

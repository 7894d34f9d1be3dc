package io.dukou.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What shows one field of a domestic part to someone who has the leaf, and nothing of the rest but
 * the number of items.
 *
 * @param name the field's name
 * @param value its value, canonical JSON
 * @param salt its salt in hexadecimal
 * @param index its position among the items
 * @param size the number of items, the header counted
 * @param path the inclusion proof in hexadecimal, the item's sibling first
 */
public record DomesticOpening(
    String name, String value, String salt, long index, long size, List<String> path) {

  /** Copies the path. */
  public DomesticOpening {
    path = List.copyOf(path);
  }

  /** Tells whether the field belongs to the commitment in {@link Leaf#domestic}. */
  public boolean matches(String commitment) {
    DomesticItem item =
        new DomesticItem(
            DomesticItem.Kind.FIELD,
            StrictText.fromHex(salt),
            name,
            value.getBytes(StandardCharsets.UTF_8));
    byte[] leafHash = new TreeHash().leaf(item.leaf());
    List<byte[]> hashes = path.stream().map(StrictText::fromHex).toList();
    return new InclusionProof(index, size, hashes).binds(leafHash, StrictText.fromHex(commitment));
  }

  /** Returns the field's name only. */
  @Override
  public String toString() {
    return "DomesticOpening[" + name + "]";
  }
}

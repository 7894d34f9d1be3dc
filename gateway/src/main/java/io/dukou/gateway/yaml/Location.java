package io.dukou.gateway.yaml;

/**
 * A mapping or element within its document.
 *
 * @param path the keys that lead to it, as problems call it
 * @param pattern the same with {@code []} for every element and {@code *} for every name
 * @param place where it starts
 */
record Location(String path, String pattern, Place place) {
  /** Returns the top of a document. */
  static Location top(Place place) {
    return new Location("", "", place);
  }

  /** Returns the location of a key in this mapping. */
  Location child(String key) {
    return new Location(join(path, key), join(pattern, key), place);
  }

  /** Returns the location of an entry whose key is a name that the user chose. */
  Location named(String name) {
    return new Location(join(path, name), join(pattern, "*"), place);
  }

  /** Returns the location of one element of the list at {@code key}. */
  Location element(String key, int index, Place elementPlace) {
    return new Location(
        join(path, key) + "[" + index + "]", join(pattern, key) + "[]", elementPlace);
  }

  /** Returns this location with another place. */
  Location at(Place otherPlace) {
    return new Location(path, pattern, otherPlace);
  }

  private static String join(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }
}

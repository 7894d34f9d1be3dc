package io.dukou.audit.postgres;

/**
 * Where a file or directory is.
 *
 * @param root the root it is in
 * @param directory the path of the directory that holds it, empty for the root itself
 * @param name its name in there
 */
record Place(String root, String directory, String name) {

  static Place of(String root, String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0
        ? new Place(root, "", path)
        : new Place(root, path.substring(0, slash), path.substring(slash + 1));
  }

  @Override
  public String toString() {
    return root + "/" + (directory.isEmpty() ? "" : directory + "/") + name;
  }
}

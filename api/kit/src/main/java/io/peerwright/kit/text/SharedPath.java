package io.peerwright.kit.text;

/** Paths of files as strangers write them, with slashes of either kind. */
public final class SharedPath {

  private SharedPath() {}

  /** What stands behind the last slash; not yet a name for a file here. */
  public static String lastPart(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }
}

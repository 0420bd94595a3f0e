package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.kit.files.SafeNames;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BList;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BValue;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the files of an info dictionary, and refuses names that lead out of the folder or that some
 * file system takes for the same. Names are checked, never changed: the content is seeded from
 * files of just these names.
 */
final class FileList {

  private static final long MAX_TOTAL = 1L << 56;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME_CHARS = 255;

  private FileList() {}

  static List<FileEntry> single(BDict info, String name) throws BencodeException {
    long length = checkedLength(info.integer("length"), 0, name);
    return List.of(new FileEntry(List.of(name), 0, length, false));
  }

  static List<FileEntry> read(BList list) throws BencodeException {
    List<FileEntry> files = new ArrayList<>(list.values().size());
    Set<String> names = new HashSet<>();
    Set<String> folders = new HashSet<>();
    long offset = 0;
    for (BValue value : list.values()) {
      if (!(value instanceof BDict file)) {
        throw new BencodeException("each of \"files\" must be a dictionary, is " + value);
      }
      List<String> path = path(file.list("path"));
      BString attributes = file.optionalString("attr");
      String attr = attributes == null ? "" : attributes.text();
      String name = String.join("/", path);
      if (attr.indexOf('l') >= 0) {
        throw new BencodeException(
            "\"" + name + "\" is a symbolic link (BEP 47), which is not supported");
      }
      long length = checkedLength(file.integer("length"), offset, name);
      boolean padding = attr.indexOf('p') >= 0;
      if (!padding) {
        refuseTwins(path, names, folders);
      }
      files.add(new FileEntry(path, offset, length, padding));
      offset += length;
    }
    if (files.isEmpty()) {
      throw new BencodeException("\"files\" is empty");
    }
    return List.copyOf(files);
  }

  /** Two files of one name, a file that is also a folder; also where only the case differs. */
  private static void refuseTwins(List<String> path, Set<String> names, Set<String> folders)
      throws BencodeException {
    StringBuilder folded = new StringBuilder();
    for (int i = 0; i < path.size() - 1; i++) {
      folded.append(SafeNames.folded(path.get(i)));
      folders.add(folded.toString());
      if (names.contains(folded.toString())) {
        throw twins(path, i + 1);
      }
      folded.append('/');
    }
    String name = folded.append(SafeNames.folded(path.get(path.size() - 1))).toString();
    if (!names.add(name) || folders.contains(name)) {
      throw twins(path, path.size());
    }
  }

  private static BencodeException twins(List<String> path, int depth) {
    return new BencodeException(
        "\""
            + String.join("/", path.subList(0, depth))
            + "\" is there twice, at least for file systems that ignore case");
  }

  private static List<String> path(BList list) throws BencodeException {
    if (list.values().isEmpty() || list.values().size() > MAX_DEPTH) {
      throw new BencodeException(
          "a \"path\" must have 1.." + MAX_DEPTH + " names, has " + list.values().size());
    }
    List<String> path = new ArrayList<>(list.values().size());
    for (BValue part : list.values()) {
      if (!(part instanceof BString name)) {
        throw new BencodeException("a \"path\" must have strings, has " + part);
      }
      path.add(checkedName(name));
    }
    return path;
  }

  static String checkedName(BString value) throws BencodeException {
    String name = value.text();
    if (name.isBlank()
        || name.length() > MAX_NAME_CHARS
        || name.equals(".")
        || name.equals("..")
        || name.chars().anyMatch(c -> c < 32 || c == '/' || c == '\\' || c == 127)) {
      throw new BencodeException(
          "a file must not be called "
              + value
              + ": names have 1.."
              + MAX_NAME_CHARS
              + " characters, none of them a separator or a control, and lead nowhere else");
    }
    return name;
  }

  private static long checkedLength(long length, long offset, String name) throws BencodeException {
    if (length < 0 || length > MAX_TOTAL - offset) {
      throw new BencodeException(
          "\"" + name + "\" has an impossible length of " + length + " bytes");
    }
    return length;
  }
}

package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BList;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BValue;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of an info dictionary, and refuses impossible lengths. */
final class FileList {

  private static final long MAX_TOTAL = 1L << 56;

  private FileList() {}

  static List<FileEntry> single(BDict info, String name) throws BencodeException {
    long length = checkedLength(info.integer("length"), 0, name);
    return List.of(new FileEntry(List.of(name), 0, length, false));
  }

  static List<FileEntry> read(BList list, Names names) throws BencodeException {
    List<FileEntry> files = new ArrayList<>(list.values().size());
    long offset = 0;
    for (BValue value : list.values()) {
      if (!(value instanceof BDict file)) {
        throw new BencodeException("each of \"files\" must be a dictionary, is " + value);
      }
      List<String> path = names.path(file);
      BString attributes = file.optionalString("attr");
      String attr = attributes == null ? "" : attributes.text();
      String name = String.join("/", path);
      // A link has no content, and may have no length.
      boolean link = attr.indexOf('l') >= 0 && file.integerOr("length", 0) == 0;
      long length = link ? 0 : checkedLength(file.integer("length"), offset, name);
      boolean padding = link || attr.indexOf('p') >= 0;
      files.add(new FileEntry(path, offset, length, padding));
      offset += length;
    }
    if (files.isEmpty()) {
      throw new BencodeException("\"files\" is empty");
    }
    return List.copyOf(files);
  }

  private static long checkedLength(long length, long offset, String name) throws BencodeException {
    if (length < 0 || length > MAX_TOTAL - offset) {
      throw new BencodeException(
          "\"" + name + "\" has an impossible length of " + length + " bytes");
    }
    return length;
  }
}

package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BList;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BValue;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of files. Old torrents have them in an encoding of their maker's, which they may
 * tell, and many of those have them in UTF-8 as well ({@code name.utf-8}, {@code path.utf-8}). What
 * cannot be a name anywhere becomes an underscore, so that no name leads elsewhere.
 */
final class Names {

  private static final int MAX_DEPTH = 64;

  private final @Nullable Charset legacy;

  /**
   * For one torrent.
   *
   * @param encoding what its maker says; empty or unknown if nothing is known of it
   */
  Names(String encoding) {
    legacy = charset(encoding);
  }

  private static @Nullable Charset charset(String encoding) {
    try {
      return Charset.isSupported(encoding) ? Charset.forName(encoding) : null;
    } catch (IllegalCharsetNameException none) {
      return null;
    }
  }

  /** The name of a torrent. */
  String name(BDict info) throws BencodeException {
    BString unicode = info.optionalString("name.utf-8");
    if (unicode != null && unicode.length() > 0) {
      return cleaned(text(unicode));
    }
    return cleaned(text(info.string("name")));
  }

  /** The names of a file from the top of the torrent down. */
  List<String> path(BDict file) throws BencodeException {
    BList unicode = file.optionalList("path.utf-8");
    BList list = unicode != null && !unicode.values().isEmpty() ? unicode : file.list("path");
    if (list.values().isEmpty() || list.values().size() > MAX_DEPTH) {
      throw new BencodeException(
          "a \"path\" must have 1.." + MAX_DEPTH + " names, has " + list.values().size());
    }
    List<String> path = new ArrayList<>(list.values().size());
    for (BValue part : list.values()) {
      if (!(part instanceof BString name)) {
        throw new BencodeException("a \"path\" must have strings, has " + part);
      }
      path.add(cleaned(text(name)));
    }
    return path;
  }

  private String text(BString name) {
    return name.text(StandardCharsets.UTF_8)
        .or(() -> legacy == null ? Optional.<String>empty() : name.text(legacy))
        .orElseGet(() -> name.text().replace('\ufffd', '_'));
  }

  private static String cleaned(String name) {
    String clean = name.replace('/', '_').replace('\0', '_');
    return clean.isEmpty() || clean.equals(".") || clean.equals("..") ? "_" : clean;
  }
}

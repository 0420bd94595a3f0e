package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.overlay.hybrid.transfer.WireNames;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files that this peer shares, by their names on the wire. */
final class Shares {

  /** Old servers cap a message at 2,048 bytes. */
  private static final int MAX_BODY = 2_000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final Map<String, SharedItem> byWireName = new LinkedHashMap<>();

  int size() {
    return byWireName.size();
  }

  /**
   * Adds a file.
   *
   * @return its name on the wire
   * @throws IllegalArgumentException if the name is taken, or too long for the protocol
   */
  String add(SharedItem item) {
    String wire = WireNames.ofShared(item.name());
    if (wire.length() > MAX_BODY / 2) {
      throw new IllegalArgumentException(
          "the name is "
              + wire.length()
              + " bytes long, at most "
              + MAX_BODY / 2
              + " can be announced: "
              + item.name());
    }
    if (byWireName.putIfAbsent(wire, item) != null) {
      throw new IllegalArgumentException("a file of this name is shared already: " + item.name());
    }
    return wire;
  }

  boolean remove(String wire, SharedItem item) {
    return byWireName.remove(wire, item);
  }

  @Nullable SharedItem get(String wire) {
    SharedItem item = byWireName.get(wire);
    return item == null ? byWireName.get(WireNames.rooted(wire)) : item;
  }

  Collection<String> names() {
    return byWireName.keySet();
  }

  /** All files under their whole names. */
  Collection<SharedFile> all() {
    List<SharedFile> files = new ArrayList<>(byWireName.size());
    byWireName.forEach((wire, item) -> files.add(describe(wire, item)));
    return files;
  }

  /** Announces files: an 870 for those of one folder, as far as they fit. */
  void announce(Collection<String> names, FrameWriter frames) {
    Map<String, List<SharedFile>> byFolder = new TreeMap<>();
    for (String wire : names) {
      SharedItem item = byWireName.get(wire);
      if (item != null) {
        int cut = wire.lastIndexOf('\\') + 1;
        byFolder
            .computeIfAbsent(wire.substring(0, cut), folder -> new ArrayList<>())
            .add(describe(wire.substring(cut), item));
      }
    }
    byFolder.forEach((folder, files) -> announce(folder, files, frames));
  }

  private static void announce(String folder, List<SharedFile> files, FrameWriter frames) {
    int start = -1;
    for (SharedFile file : files) {
      // The longest a file can get: its name in quotes, the md5 and four numbers.
      int needed = file.name().length() + 3 + 33 + 4 * 20;
      if (start < 0 || frames.size() - start + needed > MAX_BODY) {
        start = frames.size();
        frames.begin(MessageType.SHARE_FOLDER).quoted(folder);
      }
      file.write(frames);
    }
  }

  private static SharedFile describe(String name, SharedItem item) {
    String md5 = SharedFile.NO_MD5;
    for (Urn urn : item.urns()) {
      if (urn.namespace().equals(Digests.NAPSTER_MD5.namespace())) {
        md5 = urn.value();
      }
    }
    return new SharedFile(
        name,
        md5,
        item.sizeBytes(),
        number(item, "bitrate"),
        number(item, "frequency"),
        number(item, "duration"));
  }

  private static int number(SharedItem item, String attribute) {
    String value = item.attributes().getOrDefault(attribute, "0");
    return NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
  }
}

package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.text.SharedPath;
import io.peerwright.kit.text.WireText;
import io.peerwright.overlay.gnutella.ggep.FileHash;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells files as hits: of ten records and about two kilobytes each, as others like them. The name
 * of a record is that of the file alone, for others take one with slashes for an attack; its folder
 * stands in an extension.
 */
public final class HitWriter {

  private static final int MAX_RECORDS = 10;

  /** With a name of 200 bytes a record has about 300. */
  private static final int MAX_BYTES = 1_800;

  /** As long as names can be on disks. */
  private static final int MAX_NAME_BYTES = 255;

  private static final char INSTEAD = '_';

  private HitWriter() {}

  /**
   * The hits for some files.
   *
   * @param binaryHashes whether who asks reads hashes as the extension H; else they are text
   */
  public static List<QueryHit> hits(
      List<LibraryFile> files, boolean binaryHashes, Responder responder) {
    List<QueryHit> hits = new ArrayList<>();
    List<HitRecord> records = new ArrayList<>();
    int bytes = 0;
    for (LibraryFile file : files) {
      HitRecord record = record(file, binaryHashes);
      if (records.size() == MAX_RECORDS
          || !records.isEmpty() && bytes + record.length() > MAX_BYTES) {
        hits.add(hit(records, responder));
        records.clear();
        bytes = 0;
      }
      records.add(record);
      bytes += record.length();
    }
    if (!records.isEmpty()) {
      hits.add(hit(records, responder));
    }
    return hits;
  }

  private static HitRecord record(LibraryFile file, boolean binaryHashes) {
    List<String> strings = new ArrayList<>();
    List<GgepExtension> more = new ArrayList<>();
    Urn sha1 = file.sha1();
    Urn tree = file.tigerTree();
    if (sha1 != null && binaryHashes) {
      Octets hash = tree == null ? FileHash.of(sha1) : FileHash.of(sha1, tree);
      more.add(GgepExtension.withoutNul(GgepIds.HASH, hash));
    } else if (sha1 != null) {
      strings.add(sha1.toString());
    }
    if (tree != null && (sha1 == null || !binaryHashes)) {
      more.add(GgepExtension.withoutNul(GgepIds.TIGER_ROOT, Octets.of(tree.hash())));
    }
    String media = MediaText.of(file.item().attributes());
    if (media != null) {
      strings.add(media);
    }
    String path = plain(file.item().name());
    String name = SharedPath.lastPart(path);
    String folder = path.substring(0, Math.max(0, path.length() - name.length() - 1));
    String wire = WireText.encode(folder);
    if (!folder.isEmpty() && wire.length() <= MAX_NAME_BYTES) {
      more.add(GgepExtension.of(GgepIds.PATH, Octets.latin1(wire)));
    }
    return HitRecord.of(file.index(), file.item().sizeBytes(), shortened(name), strings, more);
  }

  /** A name without characters that end it on the wire, or do something on a screen. */
  private static String plain(String name) {
    if (name.chars().noneMatch(Character::isISOControl)) {
      return name;
    }
    StringBuilder plain = new StringBuilder(name);
    for (int i = 0; i < plain.length(); i++) {
      if (Character.isISOControl(plain.charAt(i))) {
        plain.setCharAt(i, INSTEAD);
      }
    }
    return plain.toString();
  }

  private static String shortened(String name) {
    String some = name;
    while (WireText.encode(some).length() > MAX_NAME_BYTES) {
      // Four bytes for a character at most, so no more is cut than has to be.
      int over = WireText.encode(some).length() - MAX_NAME_BYTES;
      some = some.substring(0, some.offsetByCodePoints(some.length(), -Math.max(1, over / 4)));
    }
    return some;
  }

  private static QueryHit hit(List<HitRecord> records, Responder responder) {
    HitBody body = HitBody.of(records, responder.trailer());
    return new QueryHit(records.size(), responder.shown(), 0, body.encoded(), responder.servent());
  }
}

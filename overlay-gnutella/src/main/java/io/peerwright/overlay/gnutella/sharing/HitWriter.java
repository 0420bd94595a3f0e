package io.peerwright.overlay.gnutella.sharing;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.ggep.GgepExtension;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.hit.HitBody;
import io.peerwright.overlay.gnutella.hit.HitRecord;
import io.peerwright.overlay.gnutella.hit.HitTrailer;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.ArrayList;
import java.util.List;

/** Tells files as hits: of ten records and about two kilobytes each, as others like them. */
public final class HitWriter {

  /** Four letters in each hit. */
  private static final String VENDOR = "PEER";

  private static final int MAX_RECORDS = 10;

  /** With a name of 200 bytes a record has about 300. */
  private static final int MAX_NAME_BYTES = 1_500;

  private HitWriter() {}

  /**
   * The hits for some files.
   *
   * @param at where we can be dialled
   * @param reachable whether we can
   * @param servent our GUID
   */
  public static List<QueryHit> hits(
      List<LibraryFile> files, Endpoint at, boolean reachable, Guid servent) {
    List<QueryHit> hits = new ArrayList<>();
    List<HitRecord> records = new ArrayList<>();
    int nameBytes = 0;
    for (LibraryFile file : files) {
      HitRecord record = record(file);
      if (records.size() == MAX_RECORDS || nameBytes + record.wire().length() > MAX_NAME_BYTES) {
        hits.add(hit(records, at, reachable, servent));
        records.clear();
        nameBytes = 0;
      }
      records.add(record);
      nameBytes += record.wire().length();
    }
    if (!records.isEmpty()) {
      hits.add(hit(records, at, reachable, servent));
    }
    return hits;
  }

  private static HitRecord record(LibraryFile file) {
    List<String> strings = new ArrayList<>();
    Urn sha1 = file.sha1();
    if (sha1 != null) {
      strings.add(sha1.toString());
    }
    String media = MediaText.of(file.item().attributes());
    if (media != null) {
      strings.add(media);
    }
    return HitRecord.of(
        file.index(), file.item().sizeBytes(), file.item().name(), strings, List.of());
  }

  private static QueryHit hit(
      List<HitRecord> records, Endpoint at, boolean reachable, Guid servent) {
    List<GgepExtension> more =
        at.isIpv4()
            ? List.of()
            : List.of(GgepExtension.of(GgepIds.IPV6, Octets.of(at.addressBytes())));
    Endpoint shown = at.isIpv4() ? at : Endpoint.ofIpv4(0, at.port());
    HitTrailer trailer = HitTrailer.of(VENDOR, reachable ? 0 : HitTrailer.FIREWALLED, more);
    HitBody body = HitBody.of(records, trailer);
    return new QueryHit(records.size(), shown, 0, body.encoded(), servent);
  }
}

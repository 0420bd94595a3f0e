package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BList;
import io.peerwright.overlay.bittorrent.bencode.BReader;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BValue;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A .torrent file (BEP 3).
 *
 * @param info what the content is
 * @param trackers URLs in tiers (BEP 12), possibly none
 * @param webSeeds URLs of servers that have the content (BEP 19), possibly none
 * @param comment for people, possibly empty
 * @param createdBy the program that made it, possibly empty
 */
public record Metainfo(
    Info info,
    List<List<String>> trackers,
    List<String> webSeeds,
    String comment,
    String createdBy) {

  private static final int MAX_URLS = 1000;
  private static final int MAX_URL_BYTES = 2048;

  /** Copies the lists. */
  public Metainfo {
    trackers = trackers.stream().map(List::copyOf).toList();
    webSeeds = List.copyOf(webSeeds);
  }

  /**
   * Reads one.
   *
   * @param bytes the whole file; kept and not to be changed
   * @throws BencodeException that says what is wrong
   */
  public static Metainfo of(byte[] bytes) throws BencodeException {
    if (bytes.length > Info.MAX_BYTES) {
      throw new BencodeException(
          "a .torrent of " + bytes.length + " bytes is longer than " + Info.MAX_BYTES);
    }
    BDict top = BReader.readLeadingDict(bytes, BReader.Limits.METAINFO);
    BDict info = top.dict("info");
    String encoding = text(top, "encoding");
    return new Metainfo(
        Info.of(info, encoding.isEmpty() ? text(info, "encoding") : encoding),
        trackers(top),
        urls(top.get("url-list")),
        text(top, "comment"),
        text(top, "created by"));
  }

  private static String text(BDict top, String key) {
    BString value = top.optionalString(key);
    return value == null ? "" : value.text();
  }

  private static List<List<String>> trackers(BDict top) {
    List<List<String>> tiers = new ArrayList<>();
    BList list = top.optionalList("announce-list");
    if (list != null) {
      for (BValue tier : list.values()) {
        List<String> urls = urls(tier);
        if (!urls.isEmpty() && tiers.size() < MAX_URLS) {
          tiers.add(urls);
        }
      }
    }
    if (tiers.isEmpty()) {
      List<String> single = urls(top.get("announce"));
      if (!single.isEmpty()) {
        tiers.add(single);
      }
    }
    return tiers;
  }

  /** One URL or a list of them; what is none is left out, for it harms nobody. */
  private static List<String> urls(@Nullable BValue value) {
    List<String> urls = new ArrayList<>();
    List<BValue> all =
        value instanceof BList list ? list.values() : value == null ? List.of() : List.of(value);
    for (BValue each : all) {
      if (each instanceof BString url
          && url.length() > 0
          && url.length() <= MAX_URL_BYTES
          && urls.size() < MAX_URLS) {
        urls.add(url.text().strip());
      }
    }
    return urls;
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    BWriter out = new BWriter().dict();
    if (!trackers.isEmpty()) {
      out.key("announce").string(trackers.get(0).get(0));
      if (trackers.size() > 1 || trackers.get(0).size() > 1) {
        out.key("announce-list").list();
        trackers.forEach(tier -> writeList(out, tier));
        out.end();
      }
    }
    if (!comment.isEmpty()) {
      out.key("comment").string(comment);
    }
    if (!createdBy.isEmpty()) {
      out.key("created by").string(createdBy);
    }
    if (!info.encoding().isEmpty()) {
      out.key("encoding").string(info.encoding());
    }
    out.key("info").raw(info.encoded());
    if (!webSeeds.isEmpty()) {
      writeList(out.key("url-list"), webSeeds);
    }
    return out.end().toBytes();
  }

  private static void writeList(BWriter out, List<String> texts) {
    out.list();
    texts.forEach(out::string);
    out.end();
  }
}

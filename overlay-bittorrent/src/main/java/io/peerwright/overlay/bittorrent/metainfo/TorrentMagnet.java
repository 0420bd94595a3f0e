package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.kit.hash.Magnet;
import io.peerwright.overlay.bittorrent.peers.PeerName;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Magnet} link says to BitTorrent (BEP 9): the name of a torrent, and where to ask
 * for the rest.
 *
 * @param hash from {@code xt=urn:btih:}
 * @param name from {@code dn}: for people, possibly empty
 * @param trackers from {@code tr}
 * @param webSeeds from {@code ws}
 * @param peers from {@code x.pe}: {@code HOST:PORT}, an address or a name
 * @param select from {@code so}: indexes of the files that are wanted (BEP 53); null for all
 */
public record TorrentMagnet(
    InfoHash hash,
    String name,
    List<String> trackers,
    List<String> webSeeds,
    List<String> peers,
    @Nullable BitSet select) {

  private static final String PEER = "x.pe";
  private static final String SELECT = "so";
  private static final String TOPIC = "urn:btih:";
  private static final String TOPIC_2 = "urn:btmh:";
  private static final int MAX_FILES = 1_000_000;

  /** Copies the lists. */
  public TorrentMagnet {
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
    peers = List.copyOf(peers);
    select = select == null ? null : (BitSet) select.clone();
  }

  /**
   * Reads a link as people paste it: see {@link Magnet#parse}.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static TorrentMagnet parse(String link) {
    Magnet magnet = Magnet.parse(link);
    Draft draft = new Draft();
    magnet.all(Magnet.TOPIC).forEach(topic -> draft.takeTopic(topic.strip()));
    BitSet select = magnet.last(SELECT).map(TorrentMagnet::selection).orElse(null);
    // Of several peers those that make no sense are left out: the others may do.
    List<String> peers =
        magnet.all(PEER).stream().filter(each -> PeerName.of(each).isPresent()).toList();
    return new TorrentMagnet(
        draft.hash(link),
        magnet.name(),
        magnet.all(Magnet.TRACKER),
        magnet.all(Magnet.WEB_SEED),
        peers,
        select);
  }

  private static final class Draft {

    private @Nullable InfoHash hash;
    private @Nullable IllegalArgumentException notAHash;
    private boolean versionTwo;

    /** Of several topics the first that names a torrent. */
    private void takeTopic(String value) {
      versionTwo |= value.regionMatches(true, 0, TOPIC_2, 0, TOPIC_2.length());
      if (hash == null && value.regionMatches(true, 0, TOPIC, 0, TOPIC.length())) {
        try {
          hash = InfoHash.parse(value.substring(TOPIC.length()).replaceFirst("[^0-9a-zA-Z]+$", ""));
        } catch (IllegalArgumentException e) {
          notAHash = e;
        }
      }
    }

    private InfoHash hash(String link) {
      if (hash != null) {
        return hash;
      }
      if (notAHash != null) {
        throw notAHash;
      }
      throw new IllegalArgumentException(
          versionTwo
              ? "this link names its torrent for version 2 only (urn:btmh, BEP 52), and Peerwright"
                  + " speaks version 1: take a link that has xt=urn:btih: as well, or the .torrent"
                  + " of version 1 or a hybrid one"
              : "a magnet link for BitTorrent needs xt=urn:btih: and an info-hash: \""
                  + link
                  + "\"");
    }
  }

  private static BitSet selection(String text) {
    BitSet files = new BitSet();
    for (String part : text.split(",")) {
      if (!part.matches("[0-9]{1,7}(-[0-9]{1,7})?")) {
        throw new IllegalArgumentException(
            "so= in a magnet link is written as so=0,2,4-8, this is not: \"" + text + "\"");
      }
      String[] ends = part.split("-");
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      if (to < from || to >= MAX_FILES) {
        throw new IllegalArgumentException("not a range of files in so=: \"" + part + "\"");
      }
      files.set(from, to + 1);
    }
    return files;
  }

  /** The link. */
  @Override
  public String toString() {
    Magnet link = new Magnet(List.of(Map.entry(Magnet.TOPIC, TOPIC + hash)));
    if (!name.isEmpty()) {
      link = link.with(Magnet.NAME, name);
    }
    link = withAll(link, Magnet.TRACKER, trackers);
    link = withAll(link, Magnet.WEB_SEED, webSeeds);
    link = withAll(link, PEER, peers);
    if (select != null && !select.isEmpty()) {
      link = link.with(SELECT, ranges(select));
    }
    return link.toString();
  }

  private static Magnet withAll(Magnet link, String key, List<String> values) {
    Magnet more = link;
    for (String value : values) {
      more = more.with(key, value);
    }
    return more;
  }

  private static String ranges(BitSet files) {
    StringBuilder text = new StringBuilder();
    String comma = "";
    for (int i = files.nextSetBit(0); i >= 0; i = files.nextSetBit(i)) {
      int end = files.nextClearBit(i);
      text.append(comma).append(i);
      if (end > i + 1) {
        text.append('-').append(end - 1);
      }
      comma = ",";
      i = end;
    }
    return text.toString();
  }
}

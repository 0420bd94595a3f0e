package io.peerwright.overlay.bittorrent.metainfo;

import io.peerwright.overlay.bittorrent.peers.PeerName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A magnet link (BEP 9): the name of a torrent, and where to ask for the rest.
 *
 * @param hash from {@code xt=urn:btih:}
 * @param name from {@code dn}: for people, possibly empty
 * @param trackers from {@code tr}
 * @param webSeeds from {@code ws}
 * @param peers from {@code x.pe}: {@code HOST:PORT}, an address or a name
 * @param select from {@code so}: indexes of the files that are wanted (BEP 53); null for all
 */
public record Magnet(
    InfoHash hash,
    String name,
    List<String> trackers,
    List<String> webSeeds,
    List<String> peers,
    @Nullable BitSet select) {

  private static final String SCHEME = "magnet:?";
  private static final String TOPIC = "urn:btih:";
  private static final String TOPIC_2 = "urn:btmh:";
  private static final int MAX_LENGTH = 1 << 16;
  private static final int MAX_FILES = 1_000_000;

  /** Copies the lists. */
  public Magnet {
    trackers = List.copyOf(trackers);
    webSeeds = List.copyOf(webSeeds);
    peers = List.copyOf(peers);
    select = select == null ? null : (BitSet) select.clone();
  }

  /** True if a text is meant as a link or is an info-hash, whether or not it is a good one. */
  public static boolean isOne(String text) {
    return text.length() <= MAX_LENGTH && PastedLink.isOne(text);
  }

  /**
   * Reads a link as people paste it: it may stand in quotes or in HTML, be broken into lines, end
   * with a full stop, or be nothing but an info-hash.
   *
   * @throws IllegalArgumentException that says what is wrong
   */
  public static Magnet parse(String link) {
    if (link.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a magnet link has at most " + MAX_LENGTH + " characters");
    }
    Draft draft = new Draft();
    PastedLink.entries(link).forEach(entry -> draft.take(entry.getKey(), entry.getValue()));
    return new Magnet(
        draft.hash(link), draft.name, draft.trackers, draft.webSeeds, draft.peers, draft.select);
  }

  private static final class Draft {

    private @Nullable InfoHash hash;
    private @Nullable IllegalArgumentException notAHash;
    private boolean versionTwo;
    private String name = "";
    private final List<String> trackers = new ArrayList<>();
    private final List<String> webSeeds = new ArrayList<>();
    private final List<String> peers = new ArrayList<>();
    private @Nullable BitSet select;

    private void take(String key, String value) {
      // Several of one kind may be numbered: tr.1, tr.2.
      switch (key.replaceFirst("\\.[0-9]+$", "")) {
        case "xt" -> takeTopic(value.strip());
        case "dn" -> name = value;
        case "tr" -> trackers.add(value);
        case "ws" -> webSeeds.add(value);
        case "x.pe" -> takePeer(value);
        case "so" -> select = selection(value);
        default -> {
          // Links carry keys of many systems; those of others say nothing to us.
        }
      }
    }

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

    private void takePeer(String value) {
      // The other peers of the link may do.
      if (PeerName.of(value).isPresent()) {
        peers.add(value);
      }
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
    StringBuilder link = new StringBuilder(SCHEME).append("xt=").append(TOPIC).append(hash);
    if (!name.isEmpty()) {
      link.append("&dn=").append(encoded(name));
    }
    trackers.forEach(url -> link.append("&tr=").append(encoded(url)));
    webSeeds.forEach(url -> link.append("&ws=").append(encoded(url)));
    peers.forEach(peer -> link.append("&x.pe=").append(peer));
    if (select != null && !select.isEmpty()) {
      link.append("&so=");
      String comma = "";
      for (int i = select.nextSetBit(0); i >= 0; i = select.nextSetBit(i)) {
        int end = select.nextClearBit(i);
        link.append(comma).append(i);
        if (end > i + 1) {
          link.append('-').append(end - 1);
        }
        comma = ",";
        i = end;
      }
    }
    return link.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.QueryString;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Share;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an announce over HTTP (BEP 3, 7, 21, 23).
 *
 * @param infoHash the swarm
 * @param peerId how the peer calls itself
 * @param port where it listens, 0 if nowhere
 * @param event why it announces
 * @param share what it has and wants
 * @param want peers it would like to hear of, below 0 for no wish
 * @param compact whether peers are told in bytes instead of dictionaries
 * @param noPeerId whether dictionaries can do without peer ids
 * @param ip an address that it names, of any family; null if it names none
 * @param ipv4 an IPv4 address and port that it names
 * @param ipv6 an IPv6 address and port that it names
 */
record AnnounceQuery(
    Id20 infoHash,
    Id20 peerId,
    int port,
    Event event,
    Share share,
    int want,
    boolean compact,
    boolean noPeerId,
    @Nullable Endpoint ip,
    @Nullable Endpoint ipv4,
    @Nullable Endpoint ipv6) {

  /**
   * Reads them.
   *
   * @throws HttpException that tells the peer what is wrong
   */
  static AnnounceQuery of(QueryString query) throws HttpException {
    Id20 infoHash = id(query.bytes("info_hash"), "info_hash");
    Id20 peerId = id(query.bytes("peer_id"), "peer_id");
    int port = (int) number(query, "port", -1, 65_535);
    if (port < 0) {
      throw new HttpException(400, "port is missing");
    }
    String event = query.text("event");
    return new AnnounceQuery(
        infoHash,
        peerId,
        port,
        event(event),
        share(number(query, "left", 1, Long.MAX_VALUE), event),
        (int) number(query, "numwant", -1, Integer.MAX_VALUE),
        !"0".equals(query.text("compact")),
        "1".equals(query.text("no_peer_id")),
        endpoint(query.text("ip"), port),
        endpoint(query.text("ipv4"), port),
        endpoint(query.text("ipv6"), port));
  }

  static Id20 id(byte @Nullable [] bytes, String name) throws HttpException {
    if (bytes == null) {
      throw new HttpException(400, name + " is missing");
    }
    if (bytes.length != Id20.BYTES) {
      throw new HttpException(400, name + " must have 20 bytes, has " + bytes.length);
    }
    return Id20.of(bytes);
  }

  private static long number(QueryString query, String name, long otherwise, long most)
      throws HttpException {
    String text = query.text(name);
    if (text == null || text.isEmpty() || name.equals("numwant") && text.startsWith("-")) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
      throw new HttpException(400, name + " must be a number within 0.." + most);
    }
    return Long.parseLong(text);
  }

  /** What is not known is taken as an ordinary announce, as peers expect. */
  private static Event event(@Nullable String text) {
    if (text == null) {
      return Event.NONE;
    }
    return switch (text) {
      case "started" -> Event.STARTED;
      case "completed" -> Event.COMPLETED;
      case "stopped" -> Event.STOPPED;
      default -> Event.NONE;
    };
  }

  private static Share share(long left, @Nullable String event) {
    if (left == 0) {
      return Share.SEED;
    }
    return "paused".equals(event) ? Share.PARTIAL_SEED : Share.DOWNLOADER;
  }

  /** Reads an address, with or without a port; a name or nonsense counts as nothing. */
  private static @Nullable Endpoint endpoint(@Nullable String text, int port) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    boolean bare = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
    String full = bare ? "[" + text + "]" : text;
    boolean whole = full.startsWith("[") ? !full.endsWith("]") : full.indexOf(':') >= 0;
    try {
      return Endpoint.parse(whole ? full : full + ":" + port);
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }
}

package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BString;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.peers.PeerSource;
import io.peerwright.overlay.bittorrent.tracker.Announcement.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One announce.
 *
 * @param infoHash 20 bytes
 * @param peerId 20 bytes
 * @param port where we listen
 * @param event why now
 * @param figures how far we are
 * @param want how many peers we would like
 * @param key tells the tracker that two addresses are one peer (BEP 7)
 * @param trackerId what the tracker wanted to be told again; null if nothing
 */
record AnnounceQuestion(
    byte[] infoHash,
    byte[] peerId,
    int port,
    Event event,
    PeerSource.Figures figures,
    int want,
    int key,
    byte @Nullable [] trackerId)
    implements Question<AnnounceResult> {

  private static final int ACTION = 1;
  private static final int URL_DATA = 2;
  private static final int MAX_OPTION_BYTES = 255;

  private static final int USUAL_SECONDS = 1800;
  private static final int LEAST_SECONDS = 60;
  private static final int MOST_SECONDS = 86_400;

  @Override
  public int action() {
    return ACTION;
  }

  @Override
  public String target(Url tracker) {
    String own = tracker.target();
    StringBuilder target = new StringBuilder(own);
    target.append(own.indexOf('?') < 0 ? '?' : '&');
    target.append("info_hash=").append(Percent.encode(infoHash));
    target.append("&peer_id=").append(Percent.encode(peerId));
    target.append("&port=").append(port);
    target.append("&uploaded=").append(figures.uploaded());
    target.append("&downloaded=").append(figures.downloaded());
    target.append("&left=").append(figures.left());
    target.append("&numwant=").append(want);
    target.append("&key=").append(String.format("%08x", key));
    target.append("&compact=1&no_peer_id=1");
    if (event != Event.NONE) {
      target.append("&event=").append(event.name().toLowerCase(Locale.ROOT));
    }
    if (trackerId != null) {
      target.append("&trackerid=").append(Percent.encode(trackerId));
    }
    return target.toString();
  }

  @Override
  public void write(ByteBuffer packet, Url tracker) {
    packet.put(infoHash).put(peerId);
    packet.putLong(figures.downloaded()).putLong(figures.left()).putLong(figures.uploaded());
    packet.putInt(event.ordinal()).putInt(0).putInt(key).putInt(want).putShort((short) port);
    byte[] url = tracker.target().getBytes(StandardCharsets.ISO_8859_1);
    // As many options as it takes (BEP 41).
    for (int from = 0; from < url.length; from += MAX_OPTION_BYTES) {
      int count = Math.min(MAX_OPTION_BYTES, url.length - from);
      packet.put((byte) URL_DATA).put((byte) count).put(url, from, count);
    }
  }

  @Override
  public AnnounceResult read(BDict answer) throws BencodeException {
    BString outside = answer.optionalString("external ip");
    BString id = answer.optionalString("tracker id");
    BString warning = answer.optionalString("warning message");
    int interval = seconds(answer.integerOr("interval", USUAL_SECONDS));
    return new AnnounceResult(
        interval,
        Math.min(interval, seconds(answer.integerOr("min interval", LEAST_SECONDS))),
        answer.integerOr("complete", -1),
        answer.integerOr("incomplete", -1),
        Peers.of(answer),
        Peers.names(answer),
        id == null || id.length() > 1024 ? null : id.bytes(),
        outside == null ? null : address(outside.bytes()),
        warning == null ? null : Words.forPerson(warning.text()));
  }

  @Override
  public AnnounceResult read(ByteBuffer answer, boolean ipv6) throws BencodeException {
    if (answer.remaining() < 12) {
      throw new BencodeException("an answer to an announce has at least 20 bytes");
    }
    int interval = seconds(answer.getInt());
    long leechers = answer.getInt();
    long seeds = answer.getInt();
    List<Endpoint> peers = new ArrayList<>();
    Peers.addCompact(answer, ipv6 ? 16 : 4, peers);
    return new AnnounceResult(
        interval, interval, seeds, leechers, peers, List.of(), null, null, null);
  }

  private static int seconds(long told) {
    return (int) Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, told));
  }

  private static @Nullable Endpoint address(byte[] bytes) {
    return bytes.length == 4 || bytes.length == 16 ? Endpoint.of(bytes, 0) : null;
  }
}

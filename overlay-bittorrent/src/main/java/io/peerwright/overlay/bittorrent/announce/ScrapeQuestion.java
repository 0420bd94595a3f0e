package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.kit.http.Percent;
import io.peerwright.kit.http.Url;
import io.peerwright.overlay.bittorrent.bencode.BDict;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.tracker.Id20;
import io.peerwright.overlay.bittorrent.tracker.SwarmCounts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How some swarms do (BEP 48); a tracker that does not tell of one is taken to know nobody in it.
 *
 * @param infoHashes at least one, at most 74
 */
record ScrapeQuestion(List<Id20> infoHashes) implements Question<List<SwarmCounts>> {

  private static final int ACTION = 2;
  private static final int COUNTS_BYTES = 12;
  private static final int MOST = 74;

  ScrapeQuestion {
    infoHashes = List.copyOf(infoHashes);
    if (infoHashes.isEmpty() || infoHashes.size() > MOST) {
      throw new IllegalArgumentException(
          "a tracker is asked about 1 to " + MOST + " swarms at once, not " + infoHashes.size());
    }
  }

  @Override
  public int action() {
    return ACTION;
  }

  /** Empty if the tracker's URL has no place for scrapes. */
  @Override
  public String target(Url tracker) {
    String own = tracker.target();
    int query = own.indexOf('?') < 0 ? own.length() : own.indexOf('?');
    int at = own.lastIndexOf('/', query) + 1;
    if (!own.startsWith("announce", at)) {
      return "";
    }
    StringBuilder target = new StringBuilder(own);
    target.replace(at, at + "announce".length(), "scrape");
    String separator = own.indexOf('?') < 0 ? "?" : "&";
    for (Id20 hash : infoHashes) {
      target.append(separator).append("info_hash=").append(Percent.encode(hash.bytes()));
      separator = "&";
    }
    return target.toString();
  }

  @Override
  public void write(ByteBuffer packet, Url tracker) {
    infoHashes.forEach(hash -> hash.write(packet));
  }

  @Override
  public List<SwarmCounts> read(BDict answer) throws BencodeException {
    BDict files = answer.dict("files");
    List<SwarmCounts> counts = new ArrayList<>();
    for (Id20 hash : infoHashes) {
      BDict swarm = files.optionalDict(new String(hash.bytes(), StandardCharsets.ISO_8859_1));
      counts.add(swarm == null ? SwarmCounts.NONE : counts(swarm));
    }
    return List.copyOf(counts);
  }

  private static SwarmCounts counts(BDict swarm) {
    int incomplete = count(swarm, "incomplete", 0);
    return new SwarmCounts(
        count(swarm, "complete", 0),
        incomplete,
        count(swarm, "downloaders", incomplete),
        count(swarm, "downloaded", 0));
  }

  private static int count(BDict swarm, String key, int otherwise) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, swarm.integerOr(key, otherwise)));
  }

  @Override
  public List<SwarmCounts> read(ByteBuffer answer, boolean ipv6) throws BencodeException {
    if (answer.remaining() < COUNTS_BYTES * infoHashes.size()) {
      throw new BencodeException(
          "an answer to a scrape of " + infoHashes.size() + " swarms is too short");
    }
    List<SwarmCounts> counts = new ArrayList<>();
    for (int i = 0; i < infoHashes.size(); i++) {
      int seeds = Math.max(0, answer.getInt());
      int completed = Math.max(0, answer.getInt());
      int incomplete = Math.max(0, answer.getInt());
      counts.add(new SwarmCounts(seeds, incomplete, incomplete, completed));
    }
    return List.copyOf(counts);
  }
}

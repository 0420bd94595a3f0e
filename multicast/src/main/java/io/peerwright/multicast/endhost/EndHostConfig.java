package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a peer of end-host multicast.
 *
 * @param rendezvous servers at which members find each other, as host:port; registers at all
 * @param listen where other members connect; null takes the host's address
 * @param tree how messages are brought to all members
 * @param delivery whether late messages are dropped, or all are brought in order
 * @param lateAfter when a message is late that waits for a slow neighbour; for live delivery
 * @param history messages of each source that a new member gets that were sent before it came
 * @param fanOut neighbours that a message of one source is sent to at most
 * @param meshLinks links to other members of a group at most
 * @param nearLinks links to near members that it looks for
 * @param randomLinks links to members by chance that it looks for
 * @param maxMessageBytes the longest message
 * @param cacheBytes messages of one source that are kept for neighbours that missed them
 * @param cacheTime how long these are kept
 * @param maxSources sources of one group that are known at a time
 */
public record EndHostConfig(
    List<HostPort> rendezvous,
    @Nullable Endpoint listen,
    TreeKind tree,
    Delivery delivery,
    Duration lateAfter,
    int history,
    int fanOut,
    int meshLinks,
    int nearLinks,
    int randomLinks,
    int maxMessageBytes,
    int cacheBytes,
    Duration cacheTime,
    int maxSources) {

  /** The longest message that fits into a frame. */
  static final int MOST_MESSAGE_BYTES = 60_000;

  /** What holds where the configuration is silent. */
  public static final EndHostConfig DEFAULT =
      new EndHostConfig(
          List.of(),
          null,
          TreeKind.SHORTEST_PATH,
          Delivery.RELIABLE,
          Duration.ofMillis(500),
          0,
          8,
          12,
          4,
          2,
          MOST_MESSAGE_BYTES,
          1 << 22,
          Duration.ofSeconds(30),
          1_000);

  /** Checks the ranges. */
  public EndHostConfig {
    rendezvous = List.copyOf(rendezvous);
    Bounds.check("lateAfter", lateAfter, Duration.ofMillis(1), Duration.ofHours(1));
    Bounds.check("history", history, 0, 1_000_000);
    Bounds.check("meshLinks", meshLinks, 2, 100);
    Bounds.check("fanOut", fanOut, 1, 100);
    Bounds.check("nearLinks", nearLinks, 0, 50);
    Bounds.check("randomLinks", randomLinks, 1, 50);
    if (nearLinks + randomLinks > meshLinks) {
      throw new IllegalArgumentException(
          "meshLinks must be at least nearLinks and randomLinks together, is " + meshLinks);
    }
    Bounds.check("maxMessageBytes", maxMessageBytes, 1, MOST_MESSAGE_BYTES);
    Bounds.check("cacheBytes", cacheBytes, 65_536, 1 << 30);
    Bounds.check("cacheTime", cacheTime, Duration.ofSeconds(1), Duration.ofDays(1));
    Bounds.check("maxSources", maxSources, 1, 1_000_000);
  }

  /** This configuration with other rendezvous servers. */
  public EndHostConfig withRendezvous(List<HostPort> servers) {
    return but(draft -> draft.rendezvous = servers);
  }

  /** This configuration, listening elsewhere. */
  public EndHostConfig withListen(@Nullable Endpoint address) {
    return but(draft -> draft.listen = address);
  }

  /** This configuration with another kind of tree. */
  public EndHostConfig withTree(TreeKind kind) {
    return but(draft -> draft.tree = kind);
  }

  /** This configuration with another delivery. */
  public EndHostConfig withDelivery(Delivery kind, Duration late) {
    return but(
        draft -> {
          draft.delivery = kind;
          draft.lateAfter = late;
        });
  }

  /** This configuration with history for those who come later. */
  public EndHostConfig withHistory(int messages) {
    return but(draft -> draft.history = messages);
  }

  /** This configuration with other bounds on links. */
  public EndHostConfig withLinks(int most, int near, int random, int treeFanOut) {
    return but(
        draft -> {
          draft.meshLinks = most;
          draft.nearLinks = near;
          draft.randomLinks = random;
          draft.fanOut = treeFanOut;
        });
  }

  /** This configuration with another cache. */
  public EndHostConfig withCache(int bytes, Duration time) {
    return but(
        draft -> {
          draft.cacheBytes = bytes;
          draft.cacheTime = time;
        });
  }

  private EndHostConfig but(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** A configuration whose components can be set one by one. */
  private static final class Draft {
    private final EndHostConfig from;
    private List<HostPort> rendezvous;
    private @Nullable Endpoint listen;
    private TreeKind tree;
    private Delivery delivery;
    private Duration lateAfter;
    private int history;
    private int fanOut;
    private int meshLinks;
    private int nearLinks;
    private int randomLinks;
    private int cacheBytes;
    private Duration cacheTime;

    Draft(EndHostConfig from) {
      this.from = from;
      rendezvous = from.rendezvous;
      listen = from.listen;
      tree = from.tree;
      delivery = from.delivery;
      lateAfter = from.lateAfter;
      history = from.history;
      fanOut = from.fanOut;
      meshLinks = from.meshLinks;
      nearLinks = from.nearLinks;
      randomLinks = from.randomLinks;
      cacheBytes = from.cacheBytes;
      cacheTime = from.cacheTime;
    }

    EndHostConfig build() {
      return new EndHostConfig(
          rendezvous,
          listen,
          tree,
          delivery,
          lateAfter,
          history,
          fanOut,
          meshLinks,
          nearLinks,
          randomLinks,
          from.maxMessageBytes,
          cacheBytes,
          cacheTime,
          from.maxSources);
    }
  }
}

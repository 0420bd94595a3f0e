package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SearchHit;
import io.peerwright.overlay.hybrid.wire.SearchParser;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A server that finds all its files in every search, gives no more than so many of them, and says
 * nothing about it, as OpenNap servers do. Some do not know all of the clauses.
 */
final class CappingServer implements LinkAcceptor {

  /** One file of one user. */
  record Shared(SharedFile file, String nick, int linkType) {}

  final List<SearchQuery> searches = new ArrayList<>();
  final List<Long> askedAtNanos = new ArrayList<>();
  private final Host host;
  private final List<Shared> files;
  private final int most;
  private final Set<String> refused;
  private final Set<String> ignored;

  /**
   * Listens at once.
   *
   * @param refused clauses that are errors
   * @param ignored clauses that are passed over
   */
  CappingServer(Host host, List<Shared> files, int most, Set<String> refused, Set<String> ignored) {
    this.host = host;
    this.files = files;
    this.most = most;
    this.refused = refused;
    this.ignored = ignored;
    host.transport().listen(endpoint(), SocketOptions.DEFAULT, this);
  }

  Endpoint endpoint() {
    return host.listenAddress().withPort(8888);
  }

  @Override
  public LinkHandler onAccept(Link accepted) {
    FrameBuffer frames = new FrameBuffer(Frame.FRAMING, Frame.MAX_BYTES);
    return new LinkHandler() {
      @Override
      public void onOpen(Link open) {
        open.request(Link.UNLIMITED);
      }

      @Override
      public void onData(Link from, ByteBuffer data) {
        for (ByteBuffer frame = frames.next(data); frame != null; frame = frames.next(data)) {
          FrameWriter answer = new FrameWriter();
          if (Frame.type(frame) == MessageType.LOGIN) {
            answer.begin(MessageType.LOGIN_ACK).field("anon@cap");
          } else if (Frame.type(frame) == MessageType.SEARCH) {
            search(Frame.body(frame), answer);
          }
          from.write(answer.buffer());
        }
      }

      @Override
      public void onClosed(Link closed, Reason reason) {}
    };
  }

  private void search(ByteBuffer body, FrameWriter answer) {
    try {
      SearchQuery query = SearchParser.parse(new Fields(body));
      searches.add(query);
      askedAtNanos.add(host.loop().nanoTime());
      if (!isIn(refused, query)) {
        files.stream()
            .filter(each -> isWithin(query, each))
            .limit(Math.min(most, query.maxResults()))
            .forEach(
                each ->
                    new SearchHit(each.file, each.nick, 16_797_194, each.linkType).write(answer));
      } else {
        answer.begin(MessageType.NOTICE).field("invalid search request");
      }
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
    answer.begin(MessageType.SEARCH_END);
  }

  private static boolean isIn(Set<String> clauses, SearchQuery query) {
    return clauses.contains("SIZE") && !query.sizeBytes().isAny()
        || clauses.contains("DURATION") && !query.seconds().isAny()
        || clauses.contains("BITRATE") && !query.bitrate().isAny();
  }

  private boolean isWithin(SearchQuery query, Shared shared) {
    SharedFile file = shared.file;
    return (ignored.contains("SIZE") || query.sizeBytes().contains(file.sizeBytes()))
        && (ignored.contains("DURATION") || query.seconds().contains(file.seconds()))
        && (ignored.contains("BITRATE") || query.bitrate().contains(file.bitrate()))
        && query.linkType().contains(shared.linkType);
  }
}

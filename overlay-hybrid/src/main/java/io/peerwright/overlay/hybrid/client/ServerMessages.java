package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.wire.BrowseHit;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.ResumeHit;
import io.peerwright.overlay.hybrid.wire.SearchHit;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import io.peerwright.overlay.hybrid.wire.WireAddress;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * What the server says after the login. A message that cannot be read is passed over, as servers of
 * many makes add fields and messages of their own.
 */
final class ServerMessages {

  private ServerMessages() {}

  static void dispatch(int type, ByteBuffer body, HybridClient client) {
    try {
      handle(type, new Fields(body), client);
    } catch (MalformedException e) {
      client.onMalformed();
    }
  }

  private static void handle(int type, Fields fields, HybridClient client)
      throws MalformedException {
    switch (type) {
      case MessageType.SEARCH_HIT -> {
        SearchHit hit = SearchHit.parse(fields);
        client.onHit(Hits.of(client.name(), hit.file(), hit.nick(), hit.address(), hit.linkType()));
      }
      case MessageType.SEARCH_END -> client.questions().onSearchEnd();
      case MessageType.NOTICE -> {
        String text = fields.rest().toLowerCase(Locale.ROOT);
        if (text.contains("search")) {
          client.questions().onNotice(text);
        } else if (text.contains("command code " + MessageType.BROWSE)) {
          client.questions().onBrowseRefused();
        } else if (SourceQuestions.isRefusal(text)) {
          client.questions().sources().onEnd();
        }
      }
      case MessageType.RESUME_HIT -> client.questions().sources().onHit(ResumeHit.parse(fields));
      case MessageType.RESUME_END -> client.questions().sources().onEnd();
      case MessageType.BROWSE_HIT -> {
        BrowseHit hit = BrowseHit.parse(fields);
        client
            .questions()
            .onBrowseHit(hit.nick(), Hits.of(client.name(), hit.file(), hit.nick(), 0, 0));
      }
      case MessageType.BROWSE_END ->
          // The user's address; without one there is no such user.
          client.questions().onBrowseEnd(fields.nextText(), fields.next());
      case MessageType.DOWNLOAD_READY -> client.hub().onDownloadReady(TransferReady.parse(fields));
      case MessageType.DOWNLOAD_ERROR, MessageType.UPLOAD_REFUSE ->
          client.hub().onDownloadError(FileRequest.parse(fields));
      case MessageType.QUEUED -> client.hub().onQueued(QueueNotice.parse(fields, type));
      case MessageType.UPLOAD_REQUEST -> client.hub().onUploadRequest(FileRequest.parse(fields));
      case MessageType.PUSH_ORDER -> client.hub().onPushOrder(TransferReady.parse(fields));
      case MessageType.DIRECT_BROWSE ->
          client.hub().browsing().onRequest(fields.nextText(), address(fields));
      case MessageType.DIRECT_BROWSE_ACCEPT ->
          client.hub().browsing().onAccepted(fields.nextText(), address(fields));
      case MessageType.DIRECT_BROWSE_ERROR -> client.hub().browsing().onError(fields.nextText());
      case MessageType.HOTLIST_OFF -> client.hub().onUserLeft(fields.nextText());
      case MessageType.SERVER_PING, MessageType.PING -> pong(type, fields, client);
      default -> {
        // Chat, hotlists and statistics, which this client does not use.
      }
    }
  }

  /** An address, a port and maybe an IPv6 address; port 0 if there is none of them. */
  private static Endpoint address(Fields fields) throws MalformedException {
    return fields.hasNext()
        ? WireAddress.read(fields.nextNumber(), fields.nextNumber(), fields)
        : Endpoint.ofIpv4(0, 0);
  }

  private static void pong(int type, Fields fields, HybridClient client) {
    int answer = type == MessageType.PING ? MessageType.PONG : MessageType.SERVER_PING;
    client.send(new FrameWriter().begin(answer).field(fields.rest()));
  }
}

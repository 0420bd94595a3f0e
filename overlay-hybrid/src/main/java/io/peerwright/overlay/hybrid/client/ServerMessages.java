package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.overlay.hybrid.transfer.Transfers;
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

  /** Whom the messages concern. */
  interface Receiver {

    /** The name of the overlay, for hits. */
    String name();

    /** What the server has been asked. */
    PendingRequests questions();

    /** What is sent from user to user. */
    Transfers transfers();

    /** Something was found. */
    void onHit(Hit hit);

    /** A message could not be read. */
    void onMalformed();

    /** Sends frames to the server. */
    void send(FrameWriter frames);
  }

  private ServerMessages() {}

  static void dispatch(int type, ByteBuffer body, Receiver receiver) {
    try {
      handle(type, new Fields(body), receiver);
    } catch (MalformedException e) {
      receiver.onMalformed();
    }
  }

  private static void handle(int type, Fields fields, Receiver receiver) throws MalformedException {
    switch (type) {
      case MessageType.SEARCH_HIT -> {
        SearchHit hit = SearchHit.parse(fields);
        receiver.onHit(
            Hits.of(receiver.name(), hit.file(), hit.nick(), hit.address(), hit.linkType()));
      }
      case MessageType.SEARCH_END -> receiver.questions().onSearchEnd();
      case MessageType.NOTICE -> {
        String text = fields.rest().toLowerCase(Locale.ROOT);
        if (text.contains("search")) {
          receiver.questions().onNotice(text);
        } else if (text.contains("command code " + MessageType.BROWSE)) {
          receiver.questions().onBrowseRefused();
        } else if (SourceQuestions.isRefusal(text)) {
          receiver.questions().sources().onEnd();
        }
      }
      case MessageType.RESUME_HIT -> receiver.questions().sources().onHit(ResumeHit.parse(fields));
      case MessageType.RESUME_END -> receiver.questions().sources().onEnd();
      case MessageType.BROWSE_HIT -> {
        BrowseHit hit = BrowseHit.parse(fields);
        receiver
            .questions()
            .onBrowseHit(hit.nick(), Hits.of(receiver.name(), hit.file(), hit.nick(), 0, 0));
      }
      case MessageType.BROWSE_END ->
          // The user's address; without one there is no such user.
          receiver.questions().onBrowseEnd(fields.nextText(), fields.next());
      case MessageType.DOWNLOAD_READY ->
          receiver.transfers().requests().onReady(TransferReady.parse(fields));
      case MessageType.DOWNLOAD_ERROR, MessageType.UPLOAD_REFUSE ->
          receiver.transfers().requests().onRefused(FileRequest.parse(fields));
      case MessageType.QUEUED ->
          receiver.transfers().requests().onQueued(QueueNotice.parse(fields, type));
      case MessageType.UPLOAD_REQUEST ->
          receiver.transfers().uploads().onRequest(FileRequest.parse(fields));
      case MessageType.PUSH_ORDER ->
          receiver.transfers().uploads().onPushOrder(TransferReady.parse(fields));
      case MessageType.DIRECT_BROWSE ->
          receiver.transfers().browsing().onRequest(fields.nextText(), address(fields));
      case MessageType.DIRECT_BROWSE_ACCEPT ->
          receiver.transfers().browsing().onAccepted(fields.nextText(), address(fields));
      case MessageType.DIRECT_BROWSE_ERROR ->
          receiver.transfers().browsing().onError(fields.nextText());
      case MessageType.HOTLIST_OFF -> receiver.transfers().uploads().onUserLeft(fields.nextText());
      case MessageType.SERVER_PING, MessageType.PING -> pong(type, fields, receiver);
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

  private static void pong(int type, Fields fields, Receiver receiver) {
    int answer = type == MessageType.PING ? MessageType.PONG : MessageType.SERVER_PING;
    receiver.send(new FrameWriter().begin(answer).field(fields.rest()));
  }
}

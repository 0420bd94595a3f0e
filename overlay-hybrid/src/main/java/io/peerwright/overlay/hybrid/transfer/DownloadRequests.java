package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that we have asked for and do not receive yet: finds out whom an answer of the server,
 * or a link of an uploader that connects to us, concerns. One for each file of a user.
 */
public final class DownloadRequests {

  /** Asks for one file of one user. */
  interface Request {

    /** The bytes that it expects. */
    long size();

    /** The server says where the uploader is. */
    void onReady(TransferReady ready);

    /** The file cannot be had. */
    void onRefused();

    /** The uploader has no free slot. */
    void onQueued(int place);

    /** The uploader has connected and announces so many bytes. Null turns it away. */
    @Nullable LinkHandler acceptPush(Link link, long announced);
  }

  private final Map<TransferKey, Request> asking = new LinkedHashMap<>();

  DownloadRequests() {}

  /** True if nobody else asks for the same file of the same user. */
  boolean add(TransferKey key, Request request) {
    return asking.putIfAbsent(key, request) == null;
  }

  void remove(TransferKey key, Request request) {
    asking.remove(key, request);
  }

  private @Nullable Request find(String nick, String file) {
    return asking.get(TransferKey.of(nick, file));
  }

  /** The server says where the uploader is (204). */
  public void onReady(TransferReady ready) {
    Request request = find(ready.nick(), ready.file());
    if (request != null) {
      request.onReady(ready);
    }
  }

  /** The server says that the file cannot be had (206, and 609 where it is passed on). */
  public void onRefused(FileRequest refused) {
    Request request = find(refused.nick(), refused.file());
    if (request != null) {
      request.onRefused();
    }
  }

  /** The uploader has no free slot (620). */
  public void onQueued(QueueNotice notice) {
    Request request = find(notice.nick(), notice.file());
    if (request != null) {
      request.onQueued(notice.limit());
    }
  }

  /** True if the number of the request is just the one that was expected. */
  boolean isExpected(TransferRequest sent) {
    Request request = find(sent.nick(), sent.file());
    return request != null && request.size() == sent.number();
  }

  /** The uploader has connected. Null if nothing of it is wanted. */
  @Nullable LinkHandler accept(TransferRequest sent, Link link) {
    Request request = find(sent.nick(), sent.file());
    return request == null ? null : request.acceptPush(link, sent.number());
  }
}

package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.SourceListener;
import io.peerwright.kit.download.SourceStream;

/** A user who offers the file. It sends from where it is asked on, to the end. */
final class NapsterSource implements ContentSource {

  final String nick;
  final TransferKey key;
  private final TransferHub hub;
  private final long size;
  private boolean pushNext;

  NapsterSource(TransferHub hub, Hit hit) {
    this(hub, hit.sizeBytes().orElseThrow(), hit.peer(), WireNames.ofHit(hit));
  }

  /** One that was found later; the file as it stands on the wire. */
  NapsterSource(TransferHub hub, long size, String nick, String file) {
    this.hub = hub;
    this.size = size;
    this.nick = nick;
    this.key = TransferKey.of(nick, file);
  }

  @Override
  public String name() {
    return nick;
  }

  @Override
  public Object key() {
    return key;
  }

  /** The server has to arrange each transfer, and some uploaders ignore the offset. */
  @Override
  public boolean isRanged() {
    return false;
  }

  @Override
  public boolean isReserve() {
    return false;
  }

  @Override
  public SourceStream open(SourceListener listener) {
    Negotiation negotiation = new Negotiation(hub, this, listener);
    negotiation.begin();
    return negotiation;
  }

  /** Of the content in bytes. */
  long size() {
    return size;
  }

  /** The data port does not answer: next time the uploader shall connect to us. */
  void pushNext() {
    pushNext = true;
  }

  boolean isPushNext() {
    return pushNext;
  }
}

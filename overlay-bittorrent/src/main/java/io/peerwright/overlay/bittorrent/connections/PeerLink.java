package io.peerwright.overlay.bittorrent.connections;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.overlay.bittorrent.bandwidth.LimitedTorrent;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.peers.PeerFailures;
import io.peerwright.overlay.bittorrent.wire.ExtensionHandshake;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import io.peerwright.overlay.bittorrent.wire.Outbox;
import io.peerwright.overlay.bittorrent.wire.PeerMessages;
import io.peerwright.overlay.bittorrent.wire.PeerReader;
import io.peerwright.overlay.bittorrent.wire.WireException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one peer: what each side has said to the other. What follows from it is up to
 * the {@link PeerHandler} of the torrent.
 */
public final class PeerLink extends TorrentPeer implements LinkHandler, PeerMessages {

  /** The bitfield of a torrent whose pieces are not known yet is the longest message. */
  private static final int MAX_MESSAGE = 1 + (Info.MAX_BYTES / InfoHash.BYTES + 7) / 8;

  private static final int MAX_EXTENSION = 1 << 17;
  private final LinkSession<PeerLink> session;

  /** Null while a peer that has connected to us has not said what it wants. */
  private @Nullable PeerHandler<PeerLink> torrent;

  private final @Nullable Contact contact;
  private Link link;
  private final PeerReader reader = new PeerReader(this, MAX_MESSAGE);
  private final Outbox outbox;
  private byte @Nullable [] peerId;
  private boolean established;
  private boolean over;
  private boolean touched;

  /** A connection that we open. */
  PeerLink(LinkSession<PeerLink> session, PeerHandler<PeerLink> torrent, Contact contact) {
    this(session, torrent, contact, ClosedLink.LINK);
  }

  /** A connection that has been opened to us. */
  PeerLink(LinkSession<PeerLink> session, Link link) {
    this(session, null, null, link);
  }

  private PeerLink(
      LinkSession<PeerLink> session,
      @Nullable PeerHandler<PeerLink> torrent,
      @Nullable Contact contact,
      Link link) {
    super(session.turns().now());
    this.session = session;
    this.torrent = torrent;
    this.contact = contact;
    this.link = link;
    this.outbox = new Outbox(session::giveBack);
  }

  void opening(Link opening) {
    link = opening;
  }

  private PeerHandler<PeerLink> torrent() {
    PeerHandler<PeerLink> known = torrent;
    if (known == null) {
      throw new IllegalStateException("nothing is known of " + link.remote() + " yet");
    }
    return known;
  }

  @Nullable Contact contact() {
    return contact;
  }

  /** The connection, which knows both addresses. */
  public Link link() {
    return link;
  }

  @Override
  public Endpoint remote() {
    return contact != null ? contact.endpoint() : link.remote();
  }

  @Override
  public boolean isOutgoing() {
    return contact != null;
  }

  /** True if both sides have introduced themselves. */
  public boolean isEstablished() {
    return established;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  /** How the peer calls itself; null while it has not said. */
  public byte @Nullable [] peerId() {
    return peerId;
  }

  @Override
  public int waitingRuns() {
    return outbox.waitingRuns();
  }

  @Override
  public boolean isSeed() {
    return torrent().isSeed(this);
  }

  @Override
  public Outbox send() {
    if (!touched && !over) {
      touched = true;
      session.pending().touched(this);
    }
    return outbox;
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public void wantsWork() {
    if (!state.wantsWork) {
      state.wantsWork = true;
      session.pending().wantsWork(this);
    }
  }

  @Override
  public void partIfUseless() {
    torrent().partIfUseless(this);
  }

  @Override
  void work() {
    state.wantsWork = false;
    torrent().fill(this);
  }

  @Override
  void flush() {
    touched = false;
    if (!over) {
      state.saidAt = session.turns().now();
      if (outbox.flush(link)) {
        state.tookAt = session.turns().now();
      }
      if (established) {
        torrent().serve(this);
      }
    }
  }

  // ---- the link

  @Override
  public void onOpen(Link opened) {
    link = opened;
    state.opened = true;
    link.request(Link.UNLIMITED);
    if (torrent != null) {
      send().handshake(Handshake.of(torrent.hash(), session.peerId()));
      session.turns().endTurn();
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    state.heardAt = session.turns().now();
    try {
      reader.read(data);
    } catch (WireException e) {
      session.counters().protocolError();
      if (!state.introduced) {
        state.failure = PeerFailures.Kind.FOREIGN;
      }
      drop(Reason.PROTOCOL, String.valueOf(e.getMessage()));
    }
    if (established && !over) {
      torrent().onRead(this);
    }
    session.turns().endTurn();
  }

  @Override
  public void onWritable(Link writable) {
    send();
    session.turns().endTurn();
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    ended(reason);
    session.turns().endTurn();
  }

  @Override
  public void drop(Reason reason, String why) {
    if (!over) {
      state.droppedWhy = why;
      link.abort(reason);
      ended(reason);
    }
  }

  /** Why we have dropped it, in words; empty if we have not. */
  public String droppedWhy() {
    return state.droppedWhy;
  }

  /** Closes the connection in order. */
  public void close() {
    if (!over) {
      outbox.flush(link);
      link.close();
      ended(Reason.CANCELLED);
    }
  }

  private void ended(Reason reason) {
    if (!over) {
      over = true;
      reader.stop();
      outbox.clear();
      if (torrent == null) {
        state.endNewcomer(session.counters());
      } else {
        torrent.onGone(this, reason);
      }
    }
  }

  @Override
  public void dropArrivingBlock() {
    reader.dropBlock();
  }

  @Override
  LimitedTorrent limited() {
    return torrent().limited();
  }

  @Override
  void goOn() {
    if (!over && established) {
      wantsWork();
      torrent().serve(this);
    }
  }

  // ---- introduction

  @Override
  public void onHandshake(long reserved, InfoHash hash) throws WireException {
    state.introduced = true;
    state.fast = Handshake.fast(reserved);
    state.extensions = Handshake.extensions(reserved);
    if (torrent == null) {
      PeerHandler<PeerLink> asked = session.handler(hash);
      if (asked == null) {
        throw new WireException("asks for a torrent that is not served: " + hash);
      }
      state.endNewcomer(session.counters());
      torrent = asked;
      if (!asked.admit(this)) {
        drop(Reason.LIMIT, "has no place");
        return;
      }
      send().handshake(Handshake.of(hash, session.peerId()));
    } else if (!torrent.hash().equals(hash)) {
      state.failure = PeerFailures.Kind.OTHER_TORRENT;
      throw new WireException("answers for another torrent: " + hash);
    }
  }

  @Override
  public void onPeerId(byte[] id) throws WireException {
    peerId = id;
    if (torrent().mayStay(this)) {
      established = true;
      session.counters().connected();
      torrent().onEstablished(this);
    }
  }

  /** It is known how long a bitfield is, so that nothing need be longer. */
  public void limitMessages(int bitfieldBytes) {
    reader.setMaxMessage(Math.max(MAX_EXTENSION, 1 + bitfieldBytes));
  }

  // ---- messages

  @Override
  public void onChoke(boolean choked) throws WireException {
    if (requests().chokesUs() != choked) {
      requests().setChokesUs(choked);
      torrent().onChoke(this);
    }
  }

  @Override
  public void onInterested(boolean interested) {
    if (uploads().isInterested() != interested) {
      uploads().setInterested(interested);
      torrent().onInterest(this);
    }
  }

  @Override
  public void onHave(int piece) throws WireException {
    torrent().onHave(this, piece);
  }

  /**
   * First of all, says BEP 3; but aria2 sends one in the middle, too, when it has got many pieces
   * since it told of them.
   */
  @Override
  public void onBitfield(ByteBuffer bits) throws WireException {
    torrent().onBitfield(this, bits);
  }

  @Override
  public void onHaveAll(boolean all) throws WireException {
    needFast("have-all or have-none");
    torrent().onHaveAll(this, all);
  }

  private void needFast(String what) throws WireException {
    if (!isFast()) {
      throw new WireException("sends " + what + " without the fast extension");
    }
  }

  @Override
  public void onRequest(int piece, int begin, int length) throws WireException {
    torrent().onRequest(this, piece, begin, length);
  }

  @Override
  public void onCancel(int piece, int begin, int length) {
    torrent().onCancel(this, piece, begin, length);
  }

  @Override
  public void onReject(int piece, int begin, int length) throws WireException {
    needFast("a reject");
    torrent().onReject(this, piece, begin);
  }

  @Override
  public void onSuggest(int piece) throws WireException {
    needFast("a suggestion");
  }

  @Override
  public void onAllowedFast(int piece) throws WireException {
    needFast("allowed-fast");
    torrent().onAllowedFast(this, piece);
  }

  @Override
  public @Nullable ByteBuffer onBlock(int piece, int begin, int length) throws WireException {
    return torrent().onBlock(this, piece, begin, length);
  }

  @Override
  public void onBlockEnd(int piece, int begin, int length) {
    torrent().onBlockEnd(this, piece, begin);
  }

  @Override
  public void onExtended(int id, ByteBuffer payload) throws WireException {
    if (!speaksExtensions()) {
      throw new WireException("sends an extension message and did not say that it would");
    }
    if (id == MessageId.EXTENSION_HANDSHAKE) {
      state.extension = ExtensionHandshake.read(payload, state.extension);
      torrent().onExtensions(this);
    } else {
      torrent().onExtended(this, id, payload);
    }
  }
}

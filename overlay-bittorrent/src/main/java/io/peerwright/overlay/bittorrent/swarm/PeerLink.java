package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
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
 * the {@link Torrent} and its parts.
 */
final class PeerLink implements LinkHandler, PeerMessages, PartialPiece.Sender {

  /** The bitfield of a torrent whose pieces are not known yet is the longest message. */
  private static final int MAX_MESSAGE = 1 + (Info.MAX_BYTES / InfoHash.BYTES + 7) / 8;

  private static final int MAX_EXTENSION = 1 << 17;

  private final SwarmSession session;

  /** Null while a peer that has connected to us has not said what it wants. */
  private @Nullable Torrent torrent;

  private final @Nullable Contact contact;
  private Link link;
  private final PeerReader reader = new PeerReader(this, MAX_MESSAGE);
  private final Outbox outbox;
  private byte @Nullable [] peerId;
  private boolean established;
  private boolean over;
  private boolean touched;
  private boolean fast;
  private boolean extensions;

  final PeerState state;

  /** A connection that we open. */
  PeerLink(SwarmSession session, Torrent torrent, Contact contact) {
    this(session, torrent, contact, ClosedLink.LINK);
  }

  /** A connection that has been opened to us. */
  PeerLink(SwarmSession session, Link link) {
    this(session, null, null, link);
  }

  private PeerLink(
      SwarmSession session, @Nullable Torrent torrent, @Nullable Contact contact, Link link) {
    this.session = session;
    this.torrent = torrent;
    this.contact = contact;
    this.link = link;
    this.outbox = new Outbox(session.runs()::giveBack);
    this.state = new PeerState(session.now());
  }

  void opening(Link opening) {
    link = opening;
  }

  Torrent torrent() {
    Torrent known = torrent;
    if (known == null) {
      throw new IllegalStateException("nothing is known of " + link.remote() + " yet");
    }
    return known;
  }

  Throttles throttles() {
    state.throttles = Throttles.known(state.throttles, this);
    return state.throttles;
  }

  @Nullable Contact contact() {
    return contact;
  }

  Link link() {
    return link;
  }

  Endpoint remote() {
    return contact != null ? contact.endpoint() : link.remote();
  }

  /** True if we opened it. */
  boolean isOutgoing() {
    return contact != null;
  }

  boolean isEstablished() {
    return established;
  }

  boolean isOver() {
    return over;
  }

  boolean isFast() {
    return fast;
  }

  boolean speaksExtensions() {
    return extensions;
  }

  byte @Nullable [] peerId() {
    return peerId;
  }

  /** For messages to the peer; they leave at the end of the turn. */
  Outbox send() {
    if (!touched && !over) {
      touched = true;
      session.touched(this);
    }
    return outbox;
  }

  Outbox outbox() {
    return outbox;
  }

  /** At the end of a turn: sends what has been said. */
  void flush() {
    touched = false;
    if (!over) {
      state.saidAt = session.now();
      if (outbox.flush(link)) {
        state.tookAt = session.now();
      }
      LoadedTorrent content = established ? torrent().content() : null;
      if (content != null) {
        content.uploads().serve(this);
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
      session.endTurn();
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    state.heardAt = session.now();
    try {
      reader.read(data);
    } catch (WireException e) {
      session.counters().protocolErrors++;
      if (!state.introduced) {
        state.failure = PeerFailures.Kind.FOREIGN;
      }
      drop(Reason.PROTOCOL, e.getMessage());
    }
    if (established && !over) {
      torrent().protocol().onRead(this);
    }
    session.endTurn();
  }

  @Override
  public void onWritable(Link writable) {
    send();
    session.endTurn();
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    ended(reason);
    session.endTurn();
  }

  /** Cuts the connection. */
  void drop(Reason reason, String why) {
    if (!over) {
      state.droppedWhy = why;
      link.abort(reason);
      ended(reason);
    }
  }

  /** Closes the connection in order. */
  void close() {
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
        session.forget(this);
      } else {
        torrent.protocol().onGone(this, reason);
      }
    }
  }

  @Override
  public void dropArrivingBlock() {
    reader.dropBlock();
  }

  @Override
  public Buffers.Share share() {
    return state.share;
  }

  /** There may be room again for what it waited for. */
  void goOn() {
    LoadedTorrent content = over || !established ? null : torrent().content();
    if (content != null) {
      session.wantsWork(this);
      content.uploads().serve(this);
    }
  }

  // ---- introduction

  @Override
  public void onHandshake(long reserved, InfoHash hash) throws WireException {
    state.introduced = true;
    fast = Handshake.fast(reserved);
    extensions = Handshake.extensions(reserved);
    if (torrent == null) {
      Torrent asked = session.torrent(hash);
      if (asked == null) {
        throw new WireException("asks for a torrent that is not served: " + hash);
      }
      session.forget(this);
      torrent = asked;
      if (!asked.connections().admits(this)) {
        drop(Reason.LIMIT, "has no place");
        return;
      }
      asked.connections().onIncoming(this);
      send().handshake(Handshake.of(hash, session.peerId()));
    } else if (!torrent.hash().equals(hash)) {
      state.failure = PeerFailures.Kind.OTHER_TORRENT;
      throw new WireException("answers for another torrent: " + hash);
    }
  }

  @Override
  public void onPeerId(byte[] id) throws WireException {
    peerId = id;
    if (torrent().connections().mayStay(this)) {
      established = true;
      session.counters().peersConnected++;
      torrent().protocol().onEstablished(this);
    }
  }

  void limitMessages(int bitfieldBytes) {
    reader.setMaxMessage(Math.max(MAX_EXTENSION, 1 + bitfieldBytes));
  }

  // ---- messages

  @Override
  public void onChoke(boolean choked) throws WireException {
    if (state.chokesUs != choked) {
      state.chokesUs = choked;
      torrent().protocol().onChoke(this);
    }
  }

  @Override
  public void onInterested(boolean interested) {
    if (state.interested != interested) {
      state.interested = interested;
      torrent().protocol().onInterest();
    }
  }

  @Override
  public void onHave(int piece) throws WireException {
    torrent().protocol().onHave(this, piece);
  }

  /**
   * First of all, says BEP 3; but aria2 sends one in the middle, too, when it has got many pieces
   * since it told of them.
   */
  @Override
  public void onBitfield(ByteBuffer bits) throws WireException {
    torrent().protocol().onBitfield(this, bits);
  }

  @Override
  public void onHaveAll(boolean all) throws WireException {
    needFast("have-all or have-none");
    torrent().protocol().onHaveAll(this, all);
  }

  private void needFast(String what) throws WireException {
    if (!fast) {
      throw new WireException("sends " + what + " without the fast extension");
    }
  }

  @Override
  public void onRequest(int piece, int begin, int length) throws WireException {
    LoadedTorrent content = torrent().content();
    if (content != null) {
      content.uploads().onRequest(this, piece, begin, length);
    }
  }

  @Override
  public void onCancel(int piece, int begin, int length) {
    LoadedTorrent content = torrent().content();
    if (content != null) {
      content.uploads().onCancel(this, piece, begin, length);
    }
  }

  @Override
  public void onReject(int piece, int begin, int length) throws WireException {
    needFast("a reject");
    LoadedTorrent content = torrent().content();
    if (content != null) {
      content.requests().onReject(this, piece, begin);
      torrent().wantsWork(this);
    }
  }

  @Override
  public void onSuggest(int piece) throws WireException {
    needFast("a suggestion");
  }

  @Override
  public void onAllowedFast(int piece) throws WireException {
    needFast("allowed-fast");
    LoadedTorrent content = torrent().content();
    if (content != null) {
      content.requests().onAllowedFast(this, piece);
      torrent().wantsWork(this);
    }
  }

  @Override
  public @Nullable ByteBuffer onBlock(int piece, int begin, int length) throws WireException {
    LoadedTorrent content = torrent().content();
    return content == null ? null : content.requests().onBlock(this, piece, begin, length);
  }

  @Override
  public void onBlockEnd(int piece, int begin, int length) {
    LoadedTorrent content = torrent().content();
    if (content != null) {
      content.requests().onBlockEnd(this, piece, begin);
    }
  }

  @Override
  public void onExtended(int id, ByteBuffer payload) throws WireException {
    if (!extensions) {
      throw new WireException("sends an extension message and did not say that it would");
    }
    if (id == MessageId.EXTENSION_HANDSHAKE) {
      state.extension = ExtensionHandshake.read(payload, state.extension);
      torrent().extensions().onHandshake(this);
    } else {
      torrent().extensions().onMessage(this, id, payload);
    }
  }

  @Override
  public String toString() {
    return "peer " + remote();
  }
}

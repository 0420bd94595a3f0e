package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a peer sends into messages. The bytes of a block go straight from the link's buffer to
 * where they belong; other messages are read in place, and held only while they straddle two reads,
 * as far as they have arrived.
 */
public final class PeerReader {

  /** No peer asks for more at a time, and none is asked for more. */
  public static final int MAX_BLOCK = 1 << 14;

  private static final int LENGTH_BYTES = 4;
  private static final int ID_BYTES = LENGTH_BYTES + 1;
  private static final int BLOCK_HEAD_BYTES = ID_BYTES + 8;
  private static final int SMALLEST_HELD = 32;

  private enum Expecting {
    HANDSHAKE,
    PEER_ID,
    MESSAGE,
    BLOCK,
    NOTHING
  }

  private final PeerMessages messages;
  private int maxMessage;
  private Expecting expecting = Expecting.HANDSHAKE;
  private byte @Nullable [] held;
  private int heldBytes;
  private int piece;
  private int begin;
  private int blockLength;
  private int blockLeft;
  private @Nullable ByteBuffer target;

  /**
   * A reader that expects a handshake.
   *
   * @param maxMessage the longest message that is taken, blocks apart
   */
  public PeerReader(PeerMessages messages, int maxMessage) {
    this.messages = messages;
    this.maxMessage = maxMessage;
  }

  /** Changes how long a message may be. */
  public void setMaxMessage(int bytes) {
    maxMessage = bytes;
  }

  /** Drops all that is still to come; may be called by what is told of a message. */
  public void stop() {
    expecting = Expecting.NOTHING;
    held = null;
    target = null;
  }

  /** Throws away the rest of a block that is arriving, because its bytes have come otherwise. */
  public void dropBlock() {
    target = null;
  }

  /** Reads up to the limit of {@code data}. */
  public void read(ByteBuffer data) throws WireException {
    while (data.hasRemaining()) {
      switch (expecting) {
        case HANDSHAKE -> readHandshake(data);
        case PEER_ID -> readPeerId(data);
        case MESSAGE -> readMessage(data);
        case BLOCK -> readBlock(data);
        case NOTHING -> data.position(data.limit());
      }
    }
  }

  private void readHandshake(ByteBuffer data) throws WireException {
    ByteBuffer head = gather(data, Handshake.HEAD_BYTES);
    if (head != null) {
      Handshake.checkName(head);
      long reserved = head.getLong();
      InfoHash hash = InfoHash.read(head);
      release();
      expecting = Expecting.PEER_ID;
      messages.onHandshake(reserved, hash);
    }
  }

  private void readPeerId(ByteBuffer data) throws WireException {
    ByteBuffer rest = gather(data, Handshake.PEER_ID_BYTES);
    if (rest != null) {
      byte[] peerId = new byte[Handshake.PEER_ID_BYTES];
      rest.get(peerId);
      release();
      expecting = Expecting.MESSAGE;
      messages.onPeerId(peerId);
    }
  }

  private void readMessage(ByteBuffer data) throws WireException {
    ByteBuffer head = gather(data, LENGTH_BYTES);
    if (head == null) {
      return;
    }
    int length = head.getInt(head.position());
    if (length == 0) {
      head.position(head.position() + LENGTH_BYTES);
      release();
      messages.onKeepAlive();
      return;
    }
    head = length < 0 ? null : gather(data, ID_BYTES);
    if (head == null) {
      if (length < 0) {
        throw new WireException("announces a message of " + Integer.toUnsignedString(length));
      }
      return;
    }
    int id = head.get(head.position() + LENGTH_BYTES);
    if (id == MessageId.PIECE) {
      readBlockHead(data, length);
      return;
    }
    if (length > maxMessage) {
      throw new WireException("announces a message " + id + " of " + length + " bytes");
    }
    ByteBuffer message = gather(data, LENGTH_BYTES + length);
    if (message != null) {
      int end = message.limit();
      int next = message.position() + LENGTH_BYTES + length;
      message.limit(next).position(message.position() + ID_BYTES);
      release();
      dispatch(id, message, length - 1);
      message.limit(end).position(next);
    }
  }

  private void readBlockHead(ByteBuffer data, int length) throws WireException {
    blockLength = length - (BLOCK_HEAD_BYTES - LENGTH_BYTES);
    if (blockLength < 0 || blockLength > MAX_BLOCK) {
      throw new WireException("sends a block of " + blockLength + " bytes");
    }
    ByteBuffer head = gather(data, BLOCK_HEAD_BYTES);
    if (head != null) {
      head.position(head.position() + ID_BYTES);
      piece = head.getInt();
      begin = head.getInt();
      release();
      blockLeft = blockLength;
      expecting = Expecting.BLOCK;
      target = messages.onBlock(piece, begin, blockLength);
      if (blockLength == 0) {
        endBlock();
      }
    }
  }

  private void readBlock(ByteBuffer data) throws WireException {
    int count = Math.min(blockLeft, data.remaining());
    int end = data.limit();
    int next = data.position() + count;
    if (target != null) {
      target.put(data.limit(next));
    }
    data.limit(end).position(next);
    blockLeft -= count;
    if (blockLeft == 0) {
      endBlock();
    }
  }

  private void endBlock() throws WireException {
    boolean wanted = target != null;
    target = null;
    if (expecting == Expecting.BLOCK) {
      expecting = Expecting.MESSAGE;
      if (wanted) {
        messages.onBlockEnd(piece, begin, blockLength);
      }
    }
  }

  private void dispatch(int id, ByteBuffer body, int length) throws WireException {
    switch (id) {
      case MessageId.CHOKE, MessageId.UNCHOKE -> {
        expect(id, length, 0);
        messages.onChoke(id == MessageId.CHOKE);
      }
      case MessageId.INTERESTED, MessageId.NOT_INTERESTED -> {
        expect(id, length, 0);
        messages.onInterested(id == MessageId.INTERESTED);
      }
      case MessageId.HAVE -> messages.onHave(piece(id, body, length));
      case MessageId.BITFIELD -> messages.onBitfield(body);
      case MessageId.REQUEST -> {
        expect(id, length, 12);
        messages.onRequest(body.getInt(), body.getInt(), body.getInt());
      }
      case MessageId.CANCEL -> {
        expect(id, length, 12);
        messages.onCancel(body.getInt(), body.getInt(), body.getInt());
      }
      case MessageId.REJECT -> {
        expect(id, length, 12);
        messages.onReject(body.getInt(), body.getInt(), body.getInt());
      }
      case MessageId.SUGGEST -> messages.onSuggest(piece(id, body, length));
      case MessageId.ALLOWED_FAST -> messages.onAllowedFast(piece(id, body, length));
      case MessageId.HAVE_ALL, MessageId.HAVE_NONE -> {
        expect(id, length, 0);
        messages.onHaveAll(id == MessageId.HAVE_ALL);
      }
      case MessageId.EXTENDED -> {
        if (length < 1) {
          throw new WireException("sends an extension message without its number");
        }
        messages.onExtended(body.get() & 0xff, body);
      }
      default -> {
        // BEP 3 leaves the other numbers to later versions: they say nothing to us.
      }
    }
  }

  private static int piece(int id, ByteBuffer body, int length) throws WireException {
    expect(id, length, 4);
    return body.getInt();
  }

  private static void expect(int id, int length, int expected) throws WireException {
    if (length != expected) {
      throw new WireException(
          "sends a message " + id + " with " + length + " bytes instead of " + expected);
    }
  }

  /**
   * At least {@code count} bytes from the position of the result on: {@code data} itself if they
   * are all there and nothing is held, else what is held. Null if more must arrive.
   */
  private @Nullable ByteBuffer gather(ByteBuffer data, int count) {
    byte[] bytes = held;
    if (bytes == null) {
      if (data.remaining() >= count) {
        return data;
      }
      bytes = new byte[Math.max(SMALLEST_HELD, data.remaining())];
    }
    int part = Math.min(count - heldBytes, data.remaining());
    if (part > 0) {
      if (heldBytes + part > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(heldBytes + part, 2 * bytes.length));
      }
      data.get(bytes, heldBytes, part);
      heldBytes += part;
    }
    held = bytes;
    return heldBytes >= count ? ByteBuffer.wrap(bytes, 0, heldBytes).slice() : null;
  }

  private void release() {
    held = null;
    heldBytes = 0;
  }
}

package io.peerwright.overlay.bittorrent.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;

/** What peers say, in two parts that are cut anywhere. */
class PeerWireFuzzTest extends FuzzContract {

  private static final int PIECES = 40;
  private static final int MAX_MESSAGE = 1000;

  @Override
  protected List<FuzzTarget> targets() {
    byte[] hello = Handshake.of(new InfoHash(1, 2, 3), new byte[20]).array().clone();
    ByteBuffer talk = ByteBuffer.allocate(200).put(hello).put(new byte[20]);
    talk.putInt(0).putInt(1).put((byte) 1).putInt(5).put((byte) 4).putInt(7);
    talk.putInt(13).put((byte) 6).putInt(1).putInt(0).putInt(16).putInt(6).put((byte) 5).putInt(1);
    talk.put((byte) 0).putInt(13).put((byte) 7).putInt(1).putInt(0).putInt(9);
    talk.putInt(4).put((byte) 20).put((byte) 0).put((byte) 'd').put((byte) 'e');
    return List.of(
        new FuzzTarget("peer-wire", PeerWireFuzzTest::read, List.of(hello, talk.array())));
  }

  private static void read(byte[] input) {
    PeerReader reader = new PeerReader(new Listener(), MAX_MESSAGE);
    int cut = input.length == 0 ? 0 : (input[input.length - 1] & 0xff) % (input.length + 1);
    try {
      reader.read(ByteBuffer.wrap(input, 0, cut));
      reader.read(ByteBuffer.wrap(input, cut, input.length - cut));
    } catch (WireException refused) {
      // Says what is wrong.
    }
  }

  /** Wants every other block. */
  private static final class Listener implements PeerMessages {
    private static final ByteBuffer ROOM = ByteBuffer.allocate(PeerReader.MAX_BLOCK);

    @Override
    public void onHandshake(long reserved, InfoHash hash) {}

    @Override
    public void onPeerId(byte[] id) {
      assertTrue(id.length == Handshake.PEER_ID_BYTES);
    }

    @Override
    public void onChoke(boolean choke) {}

    @Override
    public void onInterested(boolean interested) {}

    @Override
    public void onHave(int piece) {}

    @Override
    public void onBitfield(ByteBuffer bits) {
      assertTrue(bits.remaining() <= MAX_MESSAGE);
    }

    @Override
    public void onHaveAll(boolean all) {}

    @Override
    public void onRequest(int piece, int offset, int length) {}

    @Override
    public void onCancel(int piece, int offset, int length) {}

    @Override
    public void onReject(int piece, int offset, int length) {}

    @Override
    public void onSuggest(int piece) {}

    @Override
    public void onAllowedFast(int piece) {}

    @Override
    public ByteBuffer onBlock(int piece, int offset, int length) {
      assertTrue(length >= 0 && length <= PeerReader.MAX_BLOCK, "a block of " + length);
      return piece % 2 == PIECES % 2 ? null : ROOM.clear().limit(length);
    }

    @Override
    public void onBlockEnd(int piece, int offset, int length) {}

    @Override
    public void onExtended(int number, ByteBuffer payload) {
      assertTrue(payload.remaining() <= MAX_MESSAGE);
    }
  }
}

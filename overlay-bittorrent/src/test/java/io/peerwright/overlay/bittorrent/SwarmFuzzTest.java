package io.peerwright.overlay.bittorrent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import io.peerwright.overlay.bittorrent.wire.MessageId;
import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import io.peerwright.tck.fuzz.Stranger;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whole peers under what others say to them after the handshake. Two bytes before each message of
 * an input say how long it is; a rest is a message, too.
 */
class SwarmFuzzTest extends FuzzContract {

  private static final int ROUNDS_OF_A_POOL = 500;
  private static final int PIECE = 1 << 15;
  private static final byte[] CONTENT = Pool.content(40 * PIECE - 100, 1);
  private static final byte[] PEER_ID = "-XX0000-abcdefghijkl".getBytes(US_ASCII);

  private @Nullable Scene scene;

  /** A fresh one now and then: a long run must not be one long story. */
  private Scene scene() {
    if (scene == null || scene.rounds == ROUNDS_OF_A_POOL) {
      if (scene != null) {
        scene.pool.close();
      }
      scene = new Scene();
    }
    scene.rounds++;
    return scene;
  }

  @Override
  protected List<FuzzTarget> targets() {
    List<byte[]> samples = samples();
    return List.of(
        new FuzzTarget("peer-seed", input -> scene().tell(each -> each.seed, input), samples)
            .conversation(),
        new FuzzTarget("peer-leecher", input -> scene().tell(each -> each.leecher, input), samples)
            .conversation(),
        new FuzzTarget("peer-magnet", input -> scene().tell(each -> each.knowing, input), samples)
            .conversation());
  }

  private static List<byte[]> samples() {
    ByteBuffer numbers = ByteBuffer.allocate(12).putInt(1).putInt(0).putInt(1 << 14);
    List<byte[]> samples = new ArrayList<>();
    for (int id : new int[] {MessageId.REQUEST, MessageId.CANCEL, MessageId.REJECT}) {
      samples.add(message(id, numbers.array()));
    }
    for (int id : new int[] {MessageId.HAVE, MessageId.SUGGEST, MessageId.ALLOWED_FAST}) {
      samples.add(message(id, new byte[] {0, 0, 0, 3}));
    }
    for (int id : new int[] {0, 1, 2, 3, MessageId.HAVE_ALL, MessageId.HAVE_NONE}) {
      samples.add(message(id, new byte[0]));
    }
    samples.add(message(MessageId.BITFIELD, new byte[] {-1, 0, 0, 0, 1}));
    samples.add(message(MessageId.PIECE, new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 5, 6, 7}));
    for (String text :
        List.of(
            "\0d1:md11:ut_metadatai7e6:ut_pexi8ee13:metadata_sizei1234e4:reqqi250e1:pi6881ee",
            "\2d8:msg_typei0e5:piecei0ee",
            "\2d8:msg_typei1e5:piecei0e10:total_sizei100ee0123456789",
            "\1d5:added12:abcdefghijkl7:added.f2:xxe",
            "\3\0\0\0\2")) {
      samples.add(message(MessageId.EXTENDED, text.getBytes(US_ASCII)));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    samples.forEach(all::writeBytes);
    samples.add(all.toByteArray());
    return samples;
  }

  private static byte[] message(int id, byte[] body) {
    return ByteBuffer.allocate(3 + body.length)
        .putShort((short) (1 + body.length))
        .put((byte) id)
        .put(body)
        .array();
  }

  /** A seed, a leecher and one that has but a magnet link, who know nobody. */
  private static final class Scene {

    private final Pool pool = new Pool();
    private final Stranger caller = new Stranger(pool.simulation.newHost("caller", null, null));
    private final Pool.Peer seed = pool.peer("seed", List.of());
    private final Pool.Peer leecher = pool.peer("leecher", List.of());
    private final Pool.Peer knowing = pool.peer("knowing", List.of());
    private final InfoHash hash;
    private int rounds;

    Scene() {
      try {
        byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), PIECE);
        hash = Metainfo.of(torrent).info().hash();
        pool.await(seed.join(torrent));
        leecher.join(torrent);
        knowing.join("magnet:?xt=urn:btih:" + hash);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      pool.simulation.runFor(Duration.ofSeconds(1));
    }

    void tell(Function<Scene, Pool.Peer> which, byte[] input) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      said.writeBytes(Handshake.of(hash, PEER_ID).array());
      ByteBuffer rest = ByteBuffer.wrap(input);
      while (rest.remaining() > 2) {
        int length = Math.min(rest.getShort() & 0xffff, rest.remaining());
        byte[] message = new byte[length];
        rest.get(message);
        said.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        said.writeBytes(message);
      }
      caller.call(which.apply(this).endpoint(), said.toByteArray());
      pool.simulation.runFor(Duration.ofMillis(500));
      caller.hangUp();
      pool.simulation.runFor(Duration.ofMillis(500));
      if (!pool.errors.isEmpty()) {
        throw new AssertionError("a handler failed", pool.errors.get(0));
      }
    }
  }
}

package io.peerwright.overlay.bittorrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Download;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Extension messages that are damaged, senseless or too many, simulated. */
class ExtensionFuzzTest {

  private static final byte[] CONTENT = Pool.content(500_000, 1);

  // The numbers that our side has given (BEP 10).
  private static final byte HANDSHAKE = 0;
  private static final byte PEX = 1;
  private static final byte METADATA = 2;
  private static final byte DONT_HAVE = 3;

  private static byte[] handshake() {
    BWriter out = new BWriter().dict().key("m").dict().key("lt_donthave").integer(3);
    out.key("ut_metadata").integer(2).key("ut_pex").integer(1).end();
    out.key("metadata_size").integer(5000).key("p").integer(6881).key("reqq").integer(250);
    out.key("upload_only").integer(0).key("v").string("x").key("yourip").string(new byte[4]);
    return out.end().toBytes();
  }

  private static byte[] pex(int peers) {
    BWriter out = new BWriter().dict().key("added").string(new byte[6 * peers]);
    out.key("added.f").string(new byte[peers]).key("added6").string(new byte[18]);
    return out.key("dropped").string(new byte[6]).end().toBytes();
  }

  private static byte[] metadata(int type) {
    BWriter out = new BWriter().dict().key("msg_type").integer(type).key("piece").integer(0);
    return out.key("total_size").integer(5000).end().toBytes();
  }

  private static byte[] damaged(byte[] message, Random random) {
    byte[] result = message.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      result[random.nextInt(result.length)] =
          (byte) (random.nextInt(3) == 0 ? '9' : random.nextInt());
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(result, random.nextInt(result.length + 20))
        : result;
  }

  private static void sayAnything(Liar self, Random random) {
    for (int i = 0; i < 20; i++) {
      byte number = (byte) random.nextInt(5);
      byte[] message =
          switch (number) {
            case HANDSHAKE -> handshake();
            case PEX -> pex(random.nextInt(60));
            case METADATA -> metadata(random.nextInt(4));
            case DONT_HAVE -> ByteBuffer.allocate(4).putInt(random.nextInt(40) - 5).array();
            default -> "de".getBytes(StandardCharsets.US_ASCII);
          };
      self.say(
          20, new byte[] {number}, random.nextInt(5) == 0 ? message : damaged(message, random));
    }
  }

  @Test
  void damageCostsTheConnectionAtMost() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 14);
      pool.await(seed.join(torrent));
      InfoHash hash = Metainfo.of(torrent).info().hash();
      Pool.Peer knowing = pool.peer("knowing", List.of());
      Pool.Peer asking = pool.peer("asking", List.of());
      int heard = 0;
      for (int i = 0; i < 200; i++) {
        Liar coming = liar(pool, "coming" + i, hash, new Random(i));
        Liar waiting = liar(pool, "waiting" + i, hash, new Random(-1 - i));
        Download one = knowing.join(torrent);
        coming.connect(knowing.endpoint());
        Download two = asking.join("magnet:?xt=urn:btih:" + hash + "&x.pe=" + waiting.endpoint);
        pool.simulation.runFor(Duration.ofSeconds(3));
        heard += coming.messages > 0 ? 1 : 0;
        heard += waiting.messages > 0 ? 1 : 0;
        assertEquals(List.of(), two.files());
        one.close();
        two.close();
        pool.simulation.runFor(Duration.ofSeconds(3));
      }
      assertTrue(heard > 200, "heard of by " + heard + " of 400");
      assertTrue(knowing.meter("protocol.errors") > 20);
      Download honest = asking.join("magnet:?xt=urn:btih:" + hash + "&x.pe=" + seed.endpoint());
      pool.await(honest);
      assertArrayEquals(CONTENT, asking.read("rain.bin"));
    }
  }

  private static Liar liar(Pool pool, String name, InfoHash hash, Random random) {
    return new Liar(
        pool,
        name,
        hash,
        (self, message) -> {
          if (!message.hasRemaining()) {
            self.say(random.nextBoolean() ? 14 : 15);
            self.say(20, new byte[] {HANDSHAKE}, handshake());
            sayAnything(self, random);
          }
        });
  }

  @Test
  void whoTellsOfPeersAllTheTimeIsCutOff() throws Exception {
    try (Pool pool = new Pool()) {
      Pool.Peer seed = pool.peer("seed", List.of());
      byte[] torrent = Pool.describe(seed.write("rain.bin", CONTENT), 1 << 14);
      pool.await(seed.join(torrent));
      byte[] many = new byte[6 * 5000];
      for (int i = 0; i < 5000; i++) {
        ByteBuffer.wrap(many, 6 * i, 6).putInt(0x0b000000 + i).putShort((short) 6881);
      }
      byte[] told = new BWriter().dict().key("added").string(many).end().toBytes();
      Liar liar =
          new Liar(
              pool,
              "liar",
              Metainfo.of(torrent).info().hash(),
              (self, message) -> {
                if (!message.hasRemaining()) {
                  self.say(15);
                  self.say(20, new byte[] {HANDSHAKE}, handshake());
                  for (int i = 0; i < 10; i++) {
                    self.say(20, new byte[] {PEX}, told);
                  }
                }
              });
      Pool.Peer leecher = pool.peer("leecher", List.of(liar.endpoint));
      Download download = leecher.join(torrent);
      pool.simulation.runFor(Duration.ofSeconds(2));
      assertTrue(liar.closed != null, "told ten times in a second");
      String known = download.detail().replaceAll(".*, ([0-9]+) known.*", "$1");
      assertTrue(Integer.parseInt(known) <= 101, download.detail());
    }
  }
}

package io.peerwright.multicast.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.multicast.delivery.SourceId;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloodCodecTest {

  static final Endpoint GROUP = Endpoint.parse("239.71.0.1:5000");
  static final Endpoint GROUP6 = Endpoint.parse("[ff15::7101]:5000");
  static final SourceId SOURCE = new SourceId(Endpoint.parse("10.0.0.1:4000"), 7);
  static final SourceId SOURCE6 = new SourceId(Endpoint.parse("[fd00::1]:4000"), -7);

  static List<FloodMessage> messages() {
    return List.of(
        new FloodMessage.Hello(-1, 4_000),
        new FloodMessage.KeepAlive(),
        new FloodMessage.Route(SOURCE, 3, 32_767, true),
        new FloodMessage.Route(SOURCE6, Integer.MIN_VALUE, 0, false),
        new FloodMessage.Seek(SOURCE, 9),
        new FloodMessage.Data(255, GROUP, SOURCE6, -1, ByteBuffer.wrap(new byte[] {1, 2, 3})),
        new FloodMessage.Data(1, GROUP6, SOURCE, 1, ByteBuffer.allocate(0)),
        new FloodMessage.Prune(SOURCE, GROUP6, 65_535),
        new FloodMessage.Graft(SOURCE6, GROUP),
        new FloodMessage.GraftAck(SOURCE, GROUP),
        new FloodMessage.Announcement(SOURCE, -1, true, new Group(GROUP, "Jazz – live")));
  }

  @Test
  void whatIsWrittenIsRead() {
    for (FloodMessage each : messages()) {
      assertEquals(each, FloodCodec.decode(FloodCodec.encode(each)));
    }
  }

  @Test
  void aWayIsThirtyOneBytesOnTheWire() {
    ByteBuffer frame = FloodCodec.encode(new FloodMessage.Route(SOURCE, 3, 2, true));
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    assertEquals(
        "001603" + "040a0000010fa0" + "0000000000000007" + "00000003" + "8002",
        HexFormat.of().formatHex(bytes));
  }

  @Test
  void longTitlesAreCutBetweenCharacters() {
    String title = "é".repeat(150);
    FloodMessage.Announcement read =
        (FloodMessage.Announcement)
            FloodCodec.decode(
                FloodCodec.encode(
                    new FloodMessage.Announcement(SOURCE, 1, false, new Group(GROUP, title))));
    assertEquals("é".repeat(100), read.group().title());
  }

  /** Whatever comes, a frame is read to its end or refused, and what is read is written again. */
  @Test
  void damagedFramesDoNoHarm() {
    Random random = new Random(13);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      FloodMessage message = messages().get(random.nextInt(messages().size()));
      ByteBuffer frame = FloodCodec.encode(message);
      byte[] bytes = new byte[frame.remaining() + random.nextInt(3)];
      frame.get(bytes, 0, frame.remaining());
      for (int k = random.nextInt(4); k > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      read += roundTrip(bytes);
    }
    assertTrue(read > 1_000, "read " + read);
  }

  /** Cuts frames, and reads and writes each. */
  static int roundTrip(byte[] bytes) {
    FrameBuffer frames = new FrameBuffer(FloodCodec.FRAMING, 70_000);
    ByteBuffer data = ByteBuffer.wrap(bytes);
    int read = 0;
    for (ByteBuffer each = frames.next(data); each != null; each = frames.next(data)) {
      FloodMessage message = FloodCodec.decode(each);
      if (message != null) {
        read++;
        FloodMessage again = FloodCodec.decode(FloodCodec.encode(message));
        if (!(message instanceof FloodMessage.Announcement)) {
          assertEquals(message, again);
        }
      }
    }
    return read;
  }
}

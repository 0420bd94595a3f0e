package io.peerwright.overlay.bittorrent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireTest {

  private static final InfoHash HASH = new InfoHash(1, 2, 3);
  private static final byte[] PEER_ID = "-XX0000-abcdefghijkl".getBytes();
  private static final int LIMIT = 100_000;

  /** A link that takes so many bytes at a time. */
  private static final class NarrowLink implements Link {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int room;
    private @Nullable Reason aborted;

    @Override
    public int write(ByteBuffer source) {
      int count = Math.min(room, source.remaining());
      byte[] bytes = new byte[count];
      source.get(bytes);
      taken.writeBytes(bytes);
      room -= count;
      return count;
    }

    @Override
    public void request(int bytes) {}

    @Override
    public void closeOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort(Reason reason) {
      aborted = reason;
    }

    @Override
    public Endpoint local() {
      return Endpoint.parse("10.0.0.1:1");
    }

    @Override
    public Endpoint remote() {
      return Endpoint.parse("10.0.0.2:2");
    }
  }

  private static ByteBuffer run(int blocks) {
    ByteBuffer run = ByteBuffer.allocate(blocks * (13 + 1000));
    for (int i = 0; i < blocks; i++) {
      Outbox.blockHead(run, i, 16_384, 1000);
      byte[] block = new byte[1000];
      Arrays.fill(block, (byte) i);
      run.put(block);
    }
    return run.flip();
  }

  private static void sayEverything(Outbox out) {
    out.handshake(Handshake.of(HASH, PEER_ID));
    out.keepAlive();
    out.bitfield(new byte[] {(byte) 0x80, 1});
    out.haveAll(true);
    out.haveAll(false);
    out.choke(true);
    out.choke(false);
    out.interested(true);
    out.interested(false);
    out.have(7);
    out.request(1, 2, 3);
    out.cancel(4, 5, 6);
    out.reject(7, 8, 9);
    out.allowedFast(10);
    out.extended(3, new byte[] {1, 2});
  }

  private static final List<String> EVERYTHING =
      List.of(
          "handshake 100004 " + HASH,
          "peer " + HexFormat.of().formatHex(PEER_ID),
          "keep-alive",
          "bitfield 8001",
          "have all true",
          "have all false",
          "choke true",
          "choke false",
          "interested true",
          "interested false",
          "have 7",
          "request 1 2 3",
          "cancel 4 5 6",
          "reject 7 8 9",
          "allowed fast 10",
          "extended 3 0102");

  private static byte[] everything() {
    NarrowLink link = new NarrowLink();
    link.room = Integer.MAX_VALUE;
    Outbox out = new Outbox(run -> {});
    sayEverything(out);
    out.blocks(run(3));
    out.flush(link);
    return link.taken.toByteArray();
  }

  private static List<String> withBlocks(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    for (int i = 0; i < 3; i++) {
      byte[] block = new byte[1000];
      Arrays.fill(block, (byte) i);
      all.add("block " + i + " 16384 1000 " + Arrays.hashCode(block));
    }
    return all;
  }

  @Test
  void whatIsWrittenIsReadHoweverItIsCut() throws WireException {
    Random random = new Random(10);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = everything();
      Transcript transcript = new Transcript();
      PeerReader reader = new PeerReader(transcript, LIMIT);
      int longest = 1 + random.nextInt(round % 2 == 0 ? 20 : 2000);
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(longest));
        ByteBuffer data = ByteBuffer.wrap(bytes, at, count).slice().asReadOnlyBuffer();
        reader.read(data);
        assertEquals(0, data.remaining());
        at += count;
      }
      assertEquals(withBlocks(EVERYTHING), transcript.lines);
    }
  }

  @Test
  void runsAreWrittenWholeAndGivenBack() throws WireException {
    Random random = new Random(11);
    List<ByteBuffer> given = new ArrayList<>();
    NarrowLink link = new NarrowLink();
    Outbox out = new Outbox(given::add);
    out.handshake(Handshake.of(HASH, PEER_ID));
    ByteBuffer first = run(3);
    out.blocks(first);
    int haves = 0;
    while (given.isEmpty()) {
      link.room = random.nextInt(300);
      out.have(haves++);
      out.flush(link);
    }
    assertSame(first, given.get(0));
    link.room = Integer.MAX_VALUE;
    out.flush(link);
    assertEquals(0, out.waitingBytes());
    Transcript transcript = new Transcript();
    new PeerReader(transcript, LIMIT).read(ByteBuffer.wrap(link.taken.toByteArray()));
    assertEquals(2 + 3 + haves, transcript.lines.size());
  }

  @Test
  void aPeerThatDoesNotReadIsCutOff() {
    NarrowLink link = new NarrowLink();
    Outbox out = new Outbox(run -> {});
    for (int i = 0; i < 200_000; i++) {
      out.have(i);
    }
    out.flush(link);
    assertEquals(Reason.LIMIT, link.aborted);
  }

  private static String refusal(int... bytes) {
    ByteBuffer data = ByteBuffer.allocate(68 + bytes.length).put(Handshake.of(HASH, PEER_ID));
    for (int each : bytes) {
      data.put((byte) each);
    }
    PeerReader reader = new PeerReader(new Transcript(), LIMIT);
    return assertThrows(WireException.class, () -> reader.read(data.flip())).getMessage();
  }

  @Test
  void saysWhatAPeerDidWrong() {
    assertEquals("sends a message 0 with 1 bytes instead of 0", refusal(0, 0, 0, 2, 0, 0));
    assertEquals("sends a message 4 with 0 bytes instead of 4", refusal(0, 0, 0, 1, 4));
    assertEquals("sends a message 6 with 1 bytes instead of 12", refusal(0, 0, 0, 2, 6, 0));
    assertEquals("announces a message of 4294967295", refusal(255, 255, 255, 255));
    assertEquals("announces a message 5 of 2147483647 bytes", refusal(127, 255, 255, 255, 5));
    assertEquals("announces a message 5 of 100001 bytes", refusal(0, 1, 0x86, 0xa1, 5));
    assertEquals("sends a block of 16385 bytes", refusal(0, 0, 0x40, 10, 7));
    assertEquals("sends a block of -1 bytes", refusal(0, 0, 0, 8, 7));
    assertTrue(refusal(0, 0, 0, 1, 20).contains("without its number"));
    PeerReader reader = new PeerReader(new Transcript(), LIMIT);
    assertThrows(WireException.class, () -> reader.read(ByteBuffer.wrap(new byte[48])));
  }

  @Test
  void skipsBlocksThatNobodyWantsAndUnknownMessages() throws WireException {
    Transcript transcript = new Transcript();
    PeerReader reader = new PeerReader(transcript, LIMIT);
    ByteBuffer data = ByteBuffer.allocate(200).put(Handshake.of(HASH, PEER_ID));
    Outbox.blockHead(data, 666, 0, 5);
    data.put(new byte[5]).putInt(3).put(new byte[] {99, 1, 1}).putInt(1).put((byte) 1);
    reader.read(data.flip());
    assertEquals("choke false", transcript.lines.get(2));
  }

  @Test
  void damageIsRefusedAndNothingElse() {
    Random random = new Random(12);
    byte[] good = everything();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int j = 1 + random.nextInt(4); j > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      PeerReader reader = new PeerReader(new Transcript(), LIMIT);
      try {
        int cut = random.nextInt(bytes.length);
        reader.read(ByteBuffer.wrap(bytes, 0, cut).slice());
        reader.read(ByteBuffer.wrap(bytes, cut, bytes.length - cut).slice());
      } catch (WireException expected) {
        refused++;
      }
    }
    assertTrue(refused > 1000, "only " + refused);
  }

  @Test
  void readsExtensionHandshakes() throws WireException {
    ExtensionHandshake said =
        new ExtensionHandshake(
            2, 1, 7, 31_235, 500, true, 6881, "Some 1.0", Endpoint.parse("10.1.2.3:0"));
    assertEquals(
        said, ExtensionHandshake.read(ByteBuffer.wrap(said.toBytes()), ExtensionHandshake.NONE));
    ExtensionHandshake changed =
        ExtensionHandshake.read(
            ByteBuffer.wrap("d1:md6:ut_pexi0e11:ut_metadatai3eee".getBytes()), said);
    assertEquals(0, changed.pex());
    assertEquals(3, changed.metadata());
    assertEquals(7, changed.dontHave());
    assertEquals("Some 1.0", changed.client());
    ExtensionHandshake wild =
        ExtensionHandshake.read(
            ByteBuffer.wrap(
                "d1:md6:ut_pexi999ee13:metadata_sizei-5e1:pi99999e4:reqq1:xe".getBytes()),
            ExtensionHandshake.NONE);
    assertEquals(ExtensionHandshake.NONE, wild);
    assertThrows(
        WireException.class,
        () -> ExtensionHandshake.read(ByteBuffer.wrap("i1e".getBytes()), ExtensionHandshake.NONE));
  }
}

package io.peerwright.overlay.gnutella.qrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.gnutella.capture.Capture;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.QrpPatch;
import io.peerwright.overlay.gnutella.message.QrpReset;
import io.peerwright.overlay.gnutella.message.Samples;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class TableReceiverTest {

  private static final Set<Integer> TEST = Set.of(2);
  private static final Set<Integer> BOTH = new TreeSet<>(Set.of(2, 7));
  private static final Set<Integer> QRP = Set.of(7);

  private final TableReceiver receiver = new TableReceiver();

  private void reset(long entries) throws MalformedException {
    receiver.reset(new QrpReset(entries, 7));
  }

  private static QrpPatch part(int sequence, int parts, int compressor, int bits, String data) {
    return new QrpPatch(sequence, parts, compressor, bits, Octets.hex(data));
  }

  private void patch(int compressor, int bits, String data) throws MalformedException {
    assertTrue(receiver.patch(part(1, 1, compressor, bits, data)));
  }

  private Set<Integer> slots() {
    return QueryRoutingTableTest.slots(receiver.table().orElseThrow());
  }

  private void refused(QrpPatch patch) {
    assertThrows(MalformedException.class, () -> receiver.patch(patch));
    receiver.close();
  }

  @Test
  void capturedTablesHoldTheSlotsOfTheRecorder() throws Exception {
    for (int number : new int[] {22, 23}) {
      Capture capture = Capture.number(number);
      TableReceiver gtk = new TableReceiver();
      for (Message message : Samples.messages(capture)) {
        if (message instanceof QrpReset reset) {
          gtk.reset(reset);
        } else if (message instanceof QrpPatch patch) {
          assertTrue(gtk.patch(patch));
        }
      }
      QueryRoutingTable table = gtk.table().orElseThrow();
      Set<Integer> told =
          capture.facts("qrt-slot").stream()
              .map(fact -> Integer.parseInt(fact.split(" ")[0]))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(20, told.size());
      assertEquals(told, QueryRoutingTableTest.slots(table));
      List<String> names =
          List.of("alpha bravo charlie.txt", "delta echo foxtrot.bin", "golf hotel.txt");
      assertEquals(QueryRoutingTable.of(14, names, List.of()), table);
    }
  }

  @Test
  void readsTheExamplesOfTheDocumentWith8Bits() throws Exception {
    reset(8);
    assertTrue(receiver.table().isEmpty());
    patch(QrpPatch.PLAIN, 8, "0000fa0000000000");
    assertEquals(TEST, slots());
    assertEquals(Set.of(WordHash.slot(WordHash.of("test"), 3)), slots());
    patch(QrpPatch.PLAIN, 8, "00000000000000fa");
    assertEquals(BOTH, slots());
    patch(QrpPatch.PLAIN, 8, "0000060000000000");
    assertEquals(QRP, slots());
  }

  @Test
  void readsTheExamplesOfTheDocumentWith4Bits() throws Exception {
    reset(8);
    patch(QrpPatch.PLAIN, 4, "00a00000");
    assertEquals(TEST, slots());
    patch(QrpPatch.PLAIN, 4, "0000000a");
    assertEquals(BOTH, slots());
    patch(QrpPatch.PLAIN, 4, "00600000");
    assertEquals(QRP, slots());
  }

  @Test
  void readsTheExamplesOfTheDocumentInParts() throws Exception {
    reset(8);
    assertFalse(receiver.patch(part(1, 2, QrpPatch.DEFLATED, 4, "789c6358c0c0000001e4")));
    assertTrue(receiver.isReceiving());
    assertTrue(receiver.table().isEmpty());
    assertTrue(receiver.patch(part(2, 2, QrpPatch.DEFLATED, 4, "00a1")));
    assertFalse(receiver.isReceiving());
    assertFalse(receiver.patch(part(1, 2, QrpPatch.PLAIN, 4, "0000")));
    assertTrue(receiver.patch(part(2, 2, QrpPatch.PLAIN, 4, "0000")));
  }

  @Test
  void oneBitInverts() throws Exception {
    reset(16);
    patch(QrpPatch.PLAIN, 1, "8001");
    assertEquals(new TreeSet<>(Set.of(0, 15)), slots());
    patch(QrpPatch.PLAIN, 1, "8080");
    assertEquals(new TreeSet<>(Set.of(8, 15)), slots());
    patch(QrpPatch.PLAIN, 2, "c0000001");
    assertEquals(new TreeSet<>(Set.of(0, 8)), slots());
  }

  @Test
  void tableSmallerThanAByteOfEntriesIsRead() throws Exception {
    reset(2);
    patch(QrpPatch.PLAIN, 1, "40");
    assertEquals(Set.of(1), slots());
    refused(part(1, 1, QrpPatch.PLAIN, 1, "4000"));
  }

  @Test
  void absurdSizesAreRefused() throws Exception {
    for (long entries : new long[] {0, 1, 3, 16_383, 1L << 22, 1L << 31, 0xffff_ffffL}) {
      assertThrows(MalformedException.class, () -> reset(entries), "" + entries);
    }
    assertEquals(0, receiver.slots());
    reset(1L << 21);
    assertTrue(receiver.table().isEmpty());
    assertEquals(1 << 21, receiver.slots());
  }

  @Test
  void changesThatDoNotFitAreRefused() throws Exception {
    refused(part(1, 1, QrpPatch.PLAIN, 8, "0000fa0000000000"));
    reset(8);
    refused(part(1, 1, QrpPatch.PLAIN, 8, "00"));
    refused(part(1, 1, QrpPatch.PLAIN, 8, "000000000000000000"));
    refused(part(1, 1, QrpPatch.PLAIN, 3, "000000"));
    refused(part(1, 1, 2, 4, "00000000"));
    refused(part(0, 0, QrpPatch.PLAIN, 4, "00000000"));
    refused(part(2, 2, QrpPatch.PLAIN, 4, "00000000"));
    refused(part(1, 1, QrpPatch.DEFLATED, 4, "00000000"));
    refused(part(1, 1, QrpPatch.DEFLATED, 4, "78bb00000000"));
    assertTrue(receiver.table().isEmpty());
    patch(QrpPatch.PLAIN, 4, "00a00000");
    assertEquals(TEST, slots());
  }

  @Test
  void partsFollowEachOther() throws Exception {
    reset(8);
    for (QrpPatch wrong :
        List.of(
            part(1, 2, QrpPatch.PLAIN, 4, "0000"),
            part(3, 2, QrpPatch.PLAIN, 4, "0000"),
            part(2, 3, QrpPatch.PLAIN, 4, "0000"),
            part(2, 2, QrpPatch.DEFLATED, 4, "0000"),
            part(2, 2, QrpPatch.PLAIN, 8, "0000"))) {
      assertFalse(receiver.patch(part(1, 2, QrpPatch.PLAIN, 4, "00a0")));
      refused(wrong);
    }
    assertFalse(receiver.patch(part(1, 2, QrpPatch.PLAIN, 4, "00a0")));
    reset(8);
    patch(QrpPatch.PLAIN, 4, "00a00000");
  }

  @Test
  void bombsEndWhereTheTableEnds() throws Exception {
    reset(8);
    Deflater deflater = new Deflater();
    deflater.setInput(new byte[50_000_000]);
    deflater.finish();
    byte[] bomb = new byte[60_000];
    int size = deflater.deflate(bomb);
    deflater.end();
    Octets data = Octets.of(bomb).part(0, size);
    MalformedException refused =
        assertThrows(
            MalformedException.class,
            () -> receiver.patch(new QrpPatch(1, 1, QrpPatch.DEFLATED, 4, data)));
    assertEquals("a change to more slots than the table has", refused.getMessage());
  }

  @Test
  void tableStaysUntilTheNextOneIsComplete() throws Exception {
    reset(8);
    patch(QrpPatch.PLAIN, 4, "00a00000");
    assertFalse(receiver.patch(part(1, 2, QrpPatch.PLAIN, 4, "aaaa")));
    assertEquals(TEST, slots());
    reset(8);
    assertTrue(receiver.table().isEmpty());
  }

  @Test
  void largerTablesAreFolded() throws Exception {
    int fold = 4;
    byte[] data = new byte[1 << 18];
    data[9] = -1; // slots 8..11 are one of ours
    data[100] = -1;
    data[101] = -1;
    reset(1 << 18);
    assertTrue(receiver.patch(new QrpPatch(1, 1, QrpPatch.PLAIN, 8, Octets.of(data))));
    assertEquals(new TreeSet<>(Set.of(9 / fold, 100 / fold)), slots());
    data = new byte[1 << 18];
    data[11] = 1;
    assertTrue(receiver.patch(new QrpPatch(1, 1, QrpPatch.PLAIN, 8, Octets.of(data))));
    assertEquals(new TreeSet<>(Set.of(9 / fold, 100 / fold)), slots());
    for (int i = 8; i < 12; i++) {
      data[i] = 1;
    }
    assertTrue(receiver.patch(new QrpPatch(1, 1, QrpPatch.PLAIN, 8, Octets.of(data))));
    assertEquals(Set.of(100 / fold), slots());
    byte[] bits = new byte[1 << 15];
    bits[12] = (byte) 0b0000_1000; // inverts slot 100: nobody knows to what
    bits[50] = 1;
    assertTrue(receiver.patch(new QrpPatch(1, 1, QrpPatch.PLAIN, 1, Octets.of(bits))));
    assertEquals(new TreeSet<>(Set.of(100 / fold, 407 / fold)), slots());
  }

  /** Against a model that knows each slot of the sender. */
  @Test
  void foldedTablesMissNothing() throws Exception {
    Random random = new Random(17);
    for (int round = 0; round < 24; round++) {
      int bits = 17 + random.nextInt(5);
      int entryBits = 1 << 1 + random.nextInt(3);
      reset(1L << bits);
      boolean[] sender = new boolean[1 << bits];
      boolean[] ours = new boolean[1 << 16];
      for (int change = 0; change < 3; change++) {
        byte[] data = new byte[(1 << bits) * entryBits / 8];
        int fold = bits - 16;
        for (int kept = 0; kept < ours.length; kept++) {
          int of = random.nextInt(40);
          boolean set = false;
          boolean clear = true;
          for (int slot = kept << fold; slot < kept + 1 << fold; slot++) {
            int value = of == 0 ? -1 : of == 1 || of == 2 && random.nextBoolean() ? 1 : 0;
            int shift = 8 - entryBits - slot * entryBits % 8;
            data[slot * entryBits / 8] |= (byte) ((value & (1 << entryBits) - 1) << shift);
            sender[slot] = value < 0 || value == 0 && sender[slot];
            set |= value < 0;
            clear &= value > 0;
          }
          ours[kept] = set || ours[kept] && !clear;
        }
        int last = 0;
        for (int from = 0, i = 1; from < data.length; from += 65_000, i++) {
          int parts = (data.length + 64_999) / 65_000;
          Octets part = Octets.of(data).part(from, Math.min(65_000, data.length - from));
          last += receiver.patch(new QrpPatch(i, parts, QrpPatch.PLAIN, entryBits, part)) ? 1 : 0;
        }
        assertEquals(1, last);
        QueryRoutingTable table = receiver.table().orElseThrow();
        for (int slot = 0; slot < sender.length; slot++) {
          assertTrue(!sender[slot] || table.isSet(slot >> fold), "misses a word");
        }
        for (int kept = 0; kept < ours.length; kept++) {
          assertEquals(ours[kept], table.isSet(kept));
        }
      }
    }
  }

  @Test
  void readsWhatIsWrittenHere() throws Exception {
    Random random = new Random(11);
    QueryRoutingTable known = null;
    for (int round = 0; round < 40; round++) {
      int bits = round % 8 == 0 ? 5 + random.nextInt(12) : known.bits();
      QueryRoutingTable next =
          QueryRoutingTableTest.random(bits, random.nextInt(1 << bits), random);
      List<Message> messages = TableUpdate.between(known, next);
      assertEquals(round == 0 || known.bits() != bits, messages.get(0) instanceof QrpReset);
      for (Message message : messages) {
        if (message instanceof QrpReset reset) {
          receiver.reset(reset);
        } else if (message instanceof QrpPatch patch) {
          assertTrue(patch.data().size() <= TableUpdate.PART_BYTES);
          assertEquals(4, patch.entryBits());
          assertEquals(patch.sequence() == patch.parts(), receiver.patch(patch));
        }
      }
      assertEquals(next, receiver.table().orElseThrow());
      assertEquals(List.of(), TableUpdate.between(next, next));
      known = next;
    }
  }

  @Test
  void writesTheChangesOfGtk() throws Exception {
    List<String> names =
        List.of("alpha bravo charlie.txt", "delta echo foxtrot.bin", "golf hotel.txt");
    List<Message> messages = TableUpdate.between(null, QueryRoutingTable.of(14, names, List.of()));
    assertEquals(new QrpReset(16_384, 2), messages.get(0));
    QrpPatch theirs = Samples.messages(22, QrpPatch.class).get(0);
    assertEquals(theirs, messages.get(1));
  }

  @Test
  void longChangesAreCut() {
    QueryRoutingTable table = QueryRoutingTableTest.random(16, 12_000, new Random(4));
    List<Message> messages = TableUpdate.between(null, table);
    assertEquals(3, messages.size());
    for (int i = 1; i < messages.size(); i++) {
      QrpPatch patch = (QrpPatch) messages.get(i);
      assertEquals(i, patch.sequence());
      assertEquals(2, patch.parts());
    }
  }

  @Test
  void manyWordsTakeFewerBytesThanTheDocumentSays() {
    // 12,000 words in 65,536 slots: a little over 12 KB in the document, with distances up to 7.
    QueryRoutingTable table = QueryRoutingTableTest.random(16, 12_000, new Random(3));
    int bytes = TableUpdate.between(null, table).stream().mapToInt(Message::payloadLength).sum();
    assertTrue(bytes > 5_000 && bytes < 8_000, bytes + " bytes");
  }
}

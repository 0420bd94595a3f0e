package io.peerwright.kit.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.ContentDigest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of RFC 1320, of the authors of Tiger (NESSIE), of RHash's tests, which were checked
 * against eMule and Strong DC++, and of torrents made by libtorrent 2.0.8.
 */
class HashesTest {

  private static final byte[] MILLION = new byte[1_000_000];

  static {
    Arrays.fill(MILLION, (byte) 'a');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String value(ContentDigest.Kind kind, byte[] content) {
    ContentDigest digest = kind.start();
    digest.update(ByteBuffer.wrap(content));
    Urn urn = digest.finish();
    assertEquals(kind.namespace(), urn.namespace());
    return urn.value();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 31d6cfe0d16ae931b73c59d7e0c089c0",
    "a, bde52cb31de33e46245e05fbdbd6fb24",
    "abc, a448017aaf21d8525fc10ae87aa6729d",
    "message digest, d9130a8164549fe818874806e1c7014b",
    "12345678901234567890123456789012345678901234567890123456789012345678901234567890,"
        + " e33b4ddc9c38f2199c3e7b164fcc0536"
  })
  void md4IsThatOfRfc1320(String text, String hash) {
    assertEquals(hash, hex(new Md4().digest(ascii(text))));
  }

  @Test
  void aMillionLettersHaveTheirKnownHashes() {
    assertEquals("bbce80cc6bb65e5c6745e30d4eeca9a4", hex(new Md4().digest(MILLION)));
    assertEquals(
        "6db0e2729cbead93d715c6a7d36302e9b3cee0d2bc314b41", hex(new Tiger().digest(MILLION)));
    assertEquals("KEPTIGT4CQKF7S5EUVNJZSXXIPNMB3XSOAAQS4Y", value(TigerTree.KIND, MILLION));
    assertEquals("KSYPATEV3KP26FJYUEEBCPL5LQJ5FGUK", value(Aich.KIND, MILLION));
    assertEquals("bbce80cc6bb65e5c6745e30d4eeca9a4", value(Ed2k.KIND, MILLION));
  }

  @ParameterizedTest
  @CsvSource({
    "'', LWPNACQDBZRYXW3VHJVCJ64QBZNGHOHHHZWCLNQ",
    "a, CZQUWH3IYXBF5L3BGYUGZHASSMXU647IP2IKE4Y",
    "abc, ASD4UJSEH5M47PDYB46KBTSQTSGDKLBHYXOMUIA",
    "message digest, YM432MSOX5QILIH2L4TNO62E3O35WYGWSBSJOBA",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,"
        + " TF74ENF7MF2WPDE35M23NRSVKJIRKYRMTLWAHWQ"
  })
  void tigerTreesAreThoseOfOthers(String text, String root) {
    assertEquals(root, value(TigerTree.KIND, ascii(text)));
  }

  /** A digest takes content in any pieces, and can be used again. */
  @Test
  void piecesOfAnyLengthMakeOneHash() {
    Random random = new Random(2);
    List<MessageDigest> digests = List.of(new Md4(), new Tiger());
    for (int i = 0; i < 300; i++) {
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      for (MessageDigest digest : digests) {
        byte[] whole = digest.digest(content);
        int cut = random.nextInt(content.length + 1);
        digest.update(content, 0, cut);
        for (int at = cut; at < content.length; at++) {
          digest.update(content[at]);
        }
        assertArrayEquals(whole, digest.digest());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048, 3 * 1024 + 5, 100 * 1024 - 1})
  void aRowOfATigerTreeHasItsRoot(int length) {
    byte[] content = Arrays.copyOf(MILLION, length);
    List<byte[]> leaves = new ArrayList<>();
    for (int at = 0; at < Math.max(1, length); at += TigerTree.LEAF_BYTES) {
      Tiger leaf = new Tiger();
      leaf.update((byte) 0);
      leaves.add(
          leaf.digest(
              Arrays.copyOfRange(content, at, Math.min(length, at + TigerTree.LEAF_BYTES))));
    }
    assertEquals(value(TigerTree.KIND, content), TigerTree.root(leaves).value());
  }

  /** With and without a last part of no bytes. */
  @ParameterizedTest
  @CsvSource({
    "0, 31d6cfe0d16ae931b73c59d7e0c089c0, 31d6cfe0d16ae931b73c59d7e0c089c0",
    "9727999, ac44b93fc9aff773ab0005c911f8396f, ac44b93fc9aff773ab0005c911f8396f",
    "9728000, fc21d9af828f92a8df64beac3357425d, d7def262a127cd79096a108e7a9fc138",
    "9728001, 06329e9dba1373512c06386fe29e3c65, 06329e9dba1373512c06386fe29e3c65",
    "19456000, 114b21c63a74b6ca922291a11177dd5c, 194ee9e4fa79b2ee9f8829284c466051"
  })
  void wholePartsOfEdonkeyHaveTwoConventions(int zeros, String emule, String others) {
    byte[] content = new byte[zeros];
    assertEquals(emule, value(Ed2k.KIND, content));
    assertEquals(others, value(Ed2k.WITHOUT_END, content));
  }

  @Test
  void theHashesOfPartsMakeTheName() {
    Ed2k digest = new Ed2k(true);
    digest.update(ByteBuffer.allocate(2 * Ed2k.PART_BYTES));
    Urn name = digest.finish();
    assertEquals(3, digest.parts().size());
    assertEquals(name, Ed2k.name(digest.parts()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
    "9727999, L6SPMD2CM6PRZBGRQ6UFC4HJFFOATRA4",
    "9728000, 5D3N4HQHIUMQ7IU7A5QLPLI6RHSWOR7B",
    "9728001, HL3TFXORIUEPXUWFPY3JLR7SMKGTO4IH",
    "48640000, EZCO3XF2RJ4FERRDEXGOSSRGL5NA5BBM"
  })
  void aichIsThatOfEmule(int zeros, String root) {
    ContentDigest digest = Aich.KIND.start();
    for (int left = zeros; left > 0; ) {
      int take = Math.min(left, 1_000_003);
      digest.update(ByteBuffer.allocate(take));
      left -= take;
    }
    assertEquals(new Urn(Aich.NAMESPACE, root), digest.finish());
  }

  private static Sha256Tree sha256(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) ((i * 7 + i / 1000) % 251);
    }
    Sha256Tree tree = new Sha256Tree();
    tree.update(ByteBuffer.wrap(content));
    return tree;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "16384, fad2b9f943e0d1ae182d22a15612e83344c9a40e6720c7604a27a570cb7687d2",
    "16385, 1be46716a845387c9a402fb7be21575e5cb7bb67fbdc1d594c979ea9e9fe975b",
    "100000, a7080e03c07d3f164b3f6c5f107d81d3f342f4e04f54fc182bebdc7b7e78396b",
    "1000000, 37bee7b891f2d780a4f6780f29a9dfd606f7dc23873df45f3941a915982d8afd"
  })
  void treesOfTorrentsAreThoseOfLibtorrent(int length, String root) {
    Sha256Tree tree = sha256(length);
    assertEquals(root, hex(tree.root()));
    List<byte[]> pieces = tree.pieces(65_536);
    assertEquals((length + 65_535) / 65_536, pieces.size());
    assertEquals(root, hex(length > 65_536 ? Sha256Tree.root(pieces, 65_536) : tree.root()));
    if (length > 65_536) {
      assertEquals(
          "b4d1933e9bdf2dcc700d0c930ae2dd20aaf4ca4897877106105407b853243eee", hex(pieces.get(0)));
    }
  }

  @Test
  void aHashIsBelowItsRootAtItsPlaceOnly() {
    Sha256Tree tree = sha256(100_000);
    List<byte[]> pieces = tree.pieces(65_536);
    byte[] root = tree.root();
    assertTrue(Sha256Tree.isBelow(root, pieces.get(0), 0, List.of(pieces.get(1))));
    assertTrue(Sha256Tree.isBelow(root, pieces.get(1), 1, List.of(pieces.get(0))));
    assertFalse(Sha256Tree.isBelow(root, pieces.get(0), 1, List.of(pieces.get(1))));
    assertFalse(Sha256Tree.isBelow(root, pieces.get(0), 2, List.of(pieces.get(1))));
    assertFalse(Sha256Tree.isBelow(root, pieces.get(0), 0, List.of()));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TigerTree.root(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Ed2k.name(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Sha256Tree.root(List.of(), 16_384));
    assertThrows(IllegalArgumentException.class, () -> new Sha256Tree().pieces(20_000));
  }
}

package io.peerwright.overlay.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.transport.inmemory.InMemoryConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Going on with a download from programs that do not send what they are asked for. */
class ResumeTest {

  private static final int SIZE = 500_000;
  private static final int BREAK = 200_000;
  private static final int OVERLAP = 65_536;
  private static final byte[] CONTENT = NapsterNetwork.content(SIZE, 1);
  private static final String FILE = "b\\copper rain.mp3";
  private static final String UNVERIFIED = "complete, not verified: nobody told a hash";

  private NapsterNetwork napster;
  private NapsterNetwork.Peer loader;

  @BeforeEach
  void setUp() {
    napster = new NapsterNetwork(InMemoryConfig.DEFAULT.withPoison());
    loader = napster.peer("loader");
  }

  @AfterEach
  void tearDown() {
    napster.close();
  }

  private static byte[] from(byte[] content, int offset) {
    return Arrays.copyOfRange(content, offset, content.length);
  }

  private ForeignUploader uploader(String nick, ForeignUploader.Answer answer) {
    return new ForeignUploader(napster, nick, FILE, SIZE, BREAK, answer);
  }

  private Download fetch(String first) {
    List<Hit> hits = loader.search("copper");
    hits.sort(
        (one, other) -> Boolean.compare(other.peer().equals(first), one.peer().equals(first)));
    Download download = loader.fetch(hits, "a.mp3");
    napster.await(download);
    return download;
  }

  private byte[] loaded() throws IOException {
    return Files.readAllBytes(loader.target("a.mp3"));
  }

  @Test
  void asksForSomeBytesThatItHas() throws IOException {
    ForeignUploader honest = uploader("honest", offset -> from(CONTENT, offset));
    Download download = fetch("honest");
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    assertArrayEquals(CONTENT, loaded());
    assertEquals(List.of(0, BREAK - OVERLAP), honest.asked);
    assertEquals(SIZE + OVERLAP, loader.meter("bytes.received"));
    assertEquals(UNVERIFIED, download.detail());
  }

  @Test
  void whatIsSentFromTheStartIsNotAppended() throws IOException {
    ForeignUploader stubborn = uploader("stubborn", offset -> CONTENT);
    Download download = fetch("stubborn");
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    assertArrayEquals(CONTENT, loaded());
    assertEquals(2, stubborn.asked.size());
    assertEquals(BREAK + SIZE, loader.meter("bytes.received"));
  }

  @Test
  void otherBytesAreNotAppended() throws IOException {
    byte[] other = NapsterNetwork.content(SIZE, 2);
    ForeignUploader liar = uploader("liar", offset -> offset == 0 ? CONTENT : from(other, offset));
    Download download = fetch("liar");
    assertEquals(Download.State.FAILED, download.state());
    assertEquals(Optional.of(Reason.CORRUPT), download.reason());
    assertTrue(download.detail().contains("sends other bytes than those kept"), download.detail());
    assertEquals(BREAK, download.bytesDone());
    assertEquals(2, liar.asked.size());

    ForeignUploader honest =
        new ForeignUploader(napster, "honest", FILE, SIZE, 0, offset -> from(CONTENT, offset));
    download = fetch("liar");
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    assertArrayEquals(CONTENT, loaded());
    assertEquals(List.of(BREAK - OVERLAP), honest.asked);
  }

  @Test
  void whoSendsMoreThanItAnnouncedIsDropped() throws IOException {
    byte[] grown = Arrays.copyOf(NapsterNetwork.content(SIZE, 2), SIZE + 1);
    new ForeignUploader(napster, "grown", FILE, SIZE, 0, offset -> from(grown, offset));
    Download download = fetch("grown");
    assertEquals(Download.State.FAILED, download.state(), download.detail());
    assertTrue(download.detail().contains("grown sends more than the 500000"), download.detail());
    assertFalse(Files.exists(loader.target("a.mp3")));
    assertEquals(0, download.bytesDone());

    new ForeignUploader(napster, "honest", FILE, SIZE, 0, offset -> from(CONTENT, offset));
    download = fetch("grown");
    assertEquals(Download.State.COMPLETE, download.state(), download.detail());
    assertArrayEquals(CONTENT, loaded());
  }

  @Test
  void saysWhatWasVerified() {
    NapsterNetwork.Peer sharer = napster.peer("sharer");
    sharer.share("whole.mp3", NapsterNetwork.content(299_008, 3));
    sharer.share("longer.mp3", NapsterNetwork.content(299_009, 4));
    napster.settle();
    Download whole = loader.fetch(loader.search("whole"), "w");
    napster.await(whole);
    assertEquals("complete, MD5 verified", whole.detail());
    Download longer = loader.fetch(loader.search("longer"), "l");
    napster.await(longer);
    assertEquals(
        "complete, not verified: nobody told a hash of the whole;"
            + " that of the first 299008 bytes is right",
        longer.detail());
    // So short that an MD5 would be one of the whole, but nobody has told any.
    byte[] content = NapsterNetwork.content(1_000, 5);
    new ForeignUploader(napster, "plain", "b\\plain.mp3", 1_000, 0, offset -> content);
    Download plain = loader.fetch(loader.search("plain"), "p");
    napster.await(plain);
    assertEquals(UNVERIFIED, plain.detail());
  }
}

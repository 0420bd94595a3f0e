package io.peerwright.overlay.hybrid.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.tck.fuzz.FuzzContract;
import io.peerwright.tck.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;

/** The fields of each message of the Napster protocol that is more than a list of words. */
class NapsterFuzzTest extends FuzzContract {

  private static final String FILE =
      "\"c:\\music\\copper rain.mp3\" 0123456789abcdef0123456789abcdef 1000 128 44100 60";

  /** Reads a message. */
  private interface Reading {
    void read(Fields fields) throws MalformedException;
  }

  private static FuzzTarget target(String name, Reading reading, String... samples) {
    return FuzzTarget.of(
        name,
        input -> {
          try {
            reading.read(new Fields(ByteBuffer.wrap(input)));
          } catch (MalformedException refused) {
            // Says what is wrong.
          }
        },
        samples);
  }

  @Override
  protected List<FuzzTarget> targets() {
    return List.of(
        target("napster-fields", NapsterFuzzTest::fields, "a \"b c\" 12 \"d", "  x\t\"\" "),
        target(
            "napster-search",
            SearchParser::parse,
            "FILENAME CONTAINS \"copper rain\" MAX_RESULTS 100 BITRATE \"AT LEAST\" \"128\"",
            "MAX_RESULTS 5 FILENAME CONTAINS \"a\" FILENAME EXCLUDES \"b\" LINESPEED \"EQUAL TO\" 9"
                + " FREQ \"AT BEST\" 44100 LOCAL_ONLY"),
        target(
            "napster-login", Login::parse, "alice secret 6699 \"client 1.0\" 8", "a b 0 \"c\" 0 x"),
        target("napster-shared-file", fields -> file(SharedFile.parse(fields)), FILE),
        target("napster-hit", SearchHit::parse, FILE + " bob 16777343 9"),
        target("napster-browse-hit", BrowseHit::parse, "bob " + FILE),
        target("napster-request", FileRequest::parse, "bob \"c:\\music\\copper rain.mp3\""),
        target(
            "napster-ready",
            TransferReady::parse,
            "bob 16777343 6699 \"a.mp3\" 0123456789abcdef0123456789abcdef 9"),
        target("napster-resume-hit", ResumeHit::parse, "bob 16777343 6699 \"a\" 0123 1000 9"),
        target(
            "napster-queue-notice",
            fields -> QueueNotice.parse(fields, MessageType.QUEUED),
            "bob \"c:\\music\\copper rain.mp3\" 500 3",
            "bob \"x\" 5"),
        target("napster-nick-text", NickText::parse, "bob copper rain", "b"),
        target(
            "napster-address",
            fields -> WireAddress.read(fields.nextNumber(), fields.nextNumber(), fields),
            "16777343 6699",
            "0 6699 2001:db8::1"),
        FuzzTarget.of(
            "napster-text", NapsterFuzzTest::text, "Gr\u00c3\u00b6\u00dfe \"x\"", "\u0000"));
  }

  private static void fields(Fields fields) {
    int parts = 0;
    while (fields.next()) {
      assertEquals(fields.size(), fields.text().length());
      fields.number();
      parts++;
    }
    assertTrue(parts < 100_000);
  }

  private static void file(SharedFile file) {
    assertTrue(file.sizeBytes() >= 0 && file.bitrate() >= 0, file::toString);
  }

  private static void text(byte[] input) {
    String decoded = NapText.decode(new String(input, ISO_8859_1));
    assertTrue(NapText.encode(decoded).chars().allMatch(each -> each <= 0xff), decoded);
  }
}

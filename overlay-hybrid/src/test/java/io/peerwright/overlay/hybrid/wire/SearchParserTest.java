package io.peerwright.overlay.hybrid.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.kit.index.Range;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchParserTest {

  private static SearchQuery parse(String body) throws MalformedException {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return SearchParser.parse(new Fields(ByteBuffer.wrap(bytes)));
  }

  private static String error(String body) {
    return String.valueOf(assertThrows(MalformedException.class, () -> parse(body)).getMessage());
  }

  @Test
  void clausesComeInAnyOrder() throws MalformedException {
    SearchQuery query =
        parse(
            "MAX_RESULTS 5 SIZE \"AT LEAST\" \"1000000\" FILENAME CONTAINS \"rain\" SIZE"
                + " \"AT BEST\" \"3000000\" FILENAME EXCLUDES \"alder\" LINESPEED \"EQUAL TO\" 7"
                + " TYPE video LOCAL_ONLY");
    assertEquals(List.of("rain"), query.contains());
    assertEquals(List.of("alder"), query.excludes());
    assertEquals(new Range(1_000_000, 3_000_000), query.sizeBytes());
    assertEquals(new Range(7, 7), query.linkType());
    assertTrue(query.bitrate().isAny());
    assertEquals(5, query.maxResults());
    assertEquals("video", query.type());
    assertTrue(query.localOnly());
    assertEquals(List.of("rain"), parse("filename Contains \"rain\"").contains());
  }

  @Test
  void whatIsWrittenReadsBack() throws MalformedException {
    SearchQuery query =
        new SearchQuery(
            List.of("copper rain", "fox"),
            List.of("live"),
            Range.ANY.atLeast(4),
            Range.ANY.atMost(256),
            new Range(44100, 44100),
            new Range(5, 9),
            Range.ANY,
            "any",
            50,
            true);
    FrameWriter writer = new FrameWriter();
    query.write(writer);
    assertEquals(query, SearchParser.parse(new Fields(Frame.body(writer.buffer()))));
  }

  @Test
  void aHangingQuoteEndsTheWord() throws MalformedException {
    assertEquals(List.of("unterminated"), parse("FILENAME CONTAINS \"unterminated").contains());
  }

  @Test
  void errorsReadAsServersWriteThem() throws MalformedException {
    assertEquals(
        "ABOUT: invalid comparison for search",
        error("FILENAME CONTAINS \"rain\" BITRATE \"ABOUT\" \"128\""));
    assertEquals("invalid search request", error("BITRATE \"AT LEAST\" \"x\""));
    assertEquals("invalid search request", error("MAX_RESULTS ten"));
    assertEquals("invalid search request", error("COLOUR \"EQUAL TO\" \"red\""));
    assertEquals("invalid search request", error("FILENAME CONTAINS"));
    assertEquals("invalid search request", error("LOCAL_ONLY ".repeat(100)));
    assertEquals(List.of(), parse("").contains());
  }
}

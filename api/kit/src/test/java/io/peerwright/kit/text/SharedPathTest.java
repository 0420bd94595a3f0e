package io.peerwright.kit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SharedPathTest {

  @Test
  void theLastPartIsBehindTheLastSlashOfEitherKind() {
    assertEquals("rain.mp3", SharedPath.lastPart("C:\\music\\a/b\\rain.mp3"));
    assertEquals("rain.mp3", SharedPath.lastPart("/music\\a/rain.mp3"));
    assertEquals("rain.mp3", SharedPath.lastPart("rain.mp3"));
    assertEquals("", SharedPath.lastPart("music/"));
  }
}

package io.peerwright.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

  @Test
  void everyByteComesBackFromALine() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertArrayEquals(all, Corpus.input(Corpus.line(all)));
    assertEquals(" \\20", Corpus.line(new byte[] {' ', ' '}));
    assertEquals("a b\\5c\\0a\\ff", Corpus.line(new byte[] {'a', ' ', 'b', '\\', '\n', -1}));
  }

  @Test
  void theShortestAreKeptAndOtherFilesAreInputsThemselves(@TempDir Path folder) throws IOException {
    Path inputs = Files.createDirectory(folder.resolve("inputs"));
    Files.write(inputs.resolve("a"), new byte[3000]);
    Files.writeString(inputs.resolve("b"), "xy\n");
    Files.write(inputs.resolve("c"), new byte[] {7});
    Files.write(inputs.resolve("d"), new byte[0]);
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Corpus.write(kept.resolve(Corpus.FILE), inputs);
    assertEquals("\n\\07\nxy\\0a\n", Files.readString(kept.resolve(Corpus.FILE)));
    Files.writeString(kept.resolve("found-1"), "z\n");
    List<String> read =
        Corpus.read(kept).stream().map(each -> new String(each).replace("\n", "N")).toList();
    assertEquals(List.of("", "\u0007", "xyN", "zN"), read);
  }
}

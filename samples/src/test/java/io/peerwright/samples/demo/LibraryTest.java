package io.peerwright.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {

  @TempDir private Path folder;

  private void write(String name, int bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }

  /** What is not shared cannot be found by a search, however large it is. */
  @Test
  void theLargestThatIsSharedIsSearchedFor() throws Exception {
    write(".git/pack file", 9_000);
    write(".hidden", 8_000);
    write("___", 7_000);
    write("empty file", 0);
    assertEquals(Optional.empty(), Library.in(folder));
    write("disc 1/copper-rain.ogg", 20);
    write("other.txt", 10);
    Library library = Library.in(folder).orElseThrow();
    assertEquals(List.of("copper rain ogg"), library.searches());
    assertEquals(List.of(folder), library.sources());
  }

  @Test
  void whatIsWrittenIsFoundByItsWords() throws Exception {
    Library library = Library.written(folder.resolve("shared"));
    assertEquals(List.of("silver river song ogg", "silver river text txt"), library.searches());
    assertEquals(
        -1,
        Files.mismatch(library.sources().get(0), folder.resolve("shared/silver river song.ogg")));
    assertEquals(
        Optional.of(List.of(folder.resolve("shared"))),
        Library.in(folder.resolve("shared")).map(Library::sources));
  }
}

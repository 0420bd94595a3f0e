package io.peerwright.samples.demo;

import io.peerwright.kit.text.SharedPath;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real files that the demo shares: of a clone its sources and documents, of any other folder
 * all that is in it.
 *
 * @param sources what alice shares
 * @param documents what bob shares
 * @param searches what carol searches for
 */
record Library(List<Path> sources, List<Path> documents, List<String> searches) {

  static Library in(Path folder) throws IOException {
    if (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("api/src"))) {
      return new Library(List.of(folder), List.of(folder), List.of(wordOfLargest(folder)));
    }
    List<Path> sources = new ArrayList<>();
    List<Path> documents = new ArrayList<>();
    for (Path module : modules(folder)) {
      addIfThere(module.resolve("src"), sources);
      addIfThere(module.resolve("README.md"), documents);
    }
    // The contracts have two sources, so that one download can ask both.
    documents.add(folder.resolve("api/src/main"));
    List<String> searches = new ArrayList<>(List.of("linkhandler", "readme"));
    executable()
        .ifPresent(
            jar -> {
              documents.add(jar);
              searches.add(wordsOf(jar));
            });
    return new Library(sources, documents, searches);
  }

  private static List<Path> modules(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder, 2)) {
      return paths.filter(path -> Files.exists(path.resolve("pom.xml"))).sorted().toList();
    }
  }

  private static void addIfThere(Path path, List<Path> paths) {
    if (Files.exists(path)) {
      paths.add(path);
    }
  }

  /** The program itself, when it runs from its jar: the one big file of a clone. */
  private static Optional<Path> executable() {
    try {
      Path code =
          Path.of(Library.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Optional.of(code).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String wordOfLargest(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      Path largest =
          paths
              .filter(Files::isRegularFile)
              .max(Comparator.comparingLong(path -> path.toFile().length()))
              .orElseThrow(() -> new IOException(folder + " holds no file to share"));
      return wordsOf(largest);
    }
  }

  private static String wordsOf(Path file) {
    return SharedPath.lastPart(file.toString()).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}

package io.peerwright.samples.demo;

import io.peerwright.kit.text.SharedPath;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The real files that the demo shares: of a clone its sources and documents, of any other folder
 * all that is in it. Where that is nothing, some that it writes itself.
 *
 * @param sources what alice shares
 * @param documents what bob shares
 * @param searches what carol searches for
 */
record Library(List<Path> sources, List<Path> documents, List<String> searches) {

  /** Large enough that the demo breaks a download off and resumes it. */
  private static final int WRITTEN_BYTES = 1_200_000;

  /** Of a folder; empty if it holds nothing that could be shared and searched for. */
  static Optional<Library> in(Path folder) throws IOException {
    if (!Files.exists(folder.resolve("pom.xml")) || !Files.isDirectory(folder.resolve("api/src"))) {
      return wordsOfLargest(folder)
          .map(words -> new Library(List.of(folder), List.of(folder), List.of(words)));
    }
    return Optional.of(ofClone(folder));
  }

  /** Two files in a new folder, one for each who shares. */
  static Library written(Path folder) throws IOException {
    Path song = write(Files.createDirectories(folder).resolve("silver river song.ogg"), 1);
    Path text = write(folder.resolve("silver river text.txt"), 2);
    return new Library(List.of(song), List.of(text), List.of(wordsOf(song), wordsOf(text)));
  }

  private static Path write(Path file, long seed) throws IOException {
    byte[] content = new byte[WRITTEN_BYTES];
    new Random(seed).nextBytes(content);
    return Files.write(file, content);
  }

  private static Library ofClone(Path folder) throws IOException {
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

  /** Of those files that are shared: neither hidden nor empty, and with a word in the name. */
  private static Optional<String> wordsOfLargest(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
              throws IOException {
            boolean left = !path.equals(folder) && Files.isHidden(path);
            return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !Files.isHidden(file)) {
              sizes.merge(wordsOf(file), attributes.size(), Math::max);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            return FileVisitResult.CONTINUE;
          }
        });
    sizes.remove("");
    return sizes.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey);
  }

  private static String wordsOf(Path file) {
    return SharedPath.lastPart(file.toString()).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }
}

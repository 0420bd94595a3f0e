package io.peerwright.kit.share;

import io.peerwright.kit.files.PartFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists one folder, blocking. Reports what it cannot read instead of throwing. */
final class FolderLister {

  /** A folder to list, or a file; its name below the root ends in {@code /} or is empty. */
  record Folder(Path path, String prefix) {}

  /** A file with something in it. */
  record Found(Path path, String name, FileStamp stamp) {

    long size() {
      return stamp.sizeBytes();
    }

    Found named(String other) {
      return new Found(path, other, stamp);
    }
  }

  /** Something left out. */
  record Skipped(Path path, String why) {}

  /**
   * What a folder holds.
   *
   * @param realPath tells folders apart that links lead to; null for a single file
   */
  record Listing(
      @Nullable Path realPath, List<Folder> folders, List<Found> files, List<Skipped> skipped) {}

  private FolderLister() {}

  static Listing list(Folder folder, boolean hidden) {
    Listing listing =
        new Listing(realPath(folder.path), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (Files.isRegularFile(folder.path)) {
      see(folder.path, "", listing);
      return new Listing(null, listing.folders, listing.files, listing.skipped);
    }
    for (Path entry : entries(folder.path, listing)) {
      if (hidden || !isHidden(entry)) {
        see(entry, folder.prefix, listing);
      }
    }
    return listing;
  }

  private static @Nullable Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return null;
    }
  }

  private static List<Path> entries(Path folder, Listing listing) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      listing.skipped.add(new Skipped(folder, "cannot be listed: " + e));
    }
    entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
    return entries;
  }

  private static void see(Path entry, String prefix, Listing listing) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
      String name = prefix + entry.getFileName();
      if (attributes.isDirectory()) {
        listing.folders.add(new Folder(entry, name + "/"));
      } else if (!attributes.isRegularFile()) {
        listing.skipped.add(new Skipped(entry, "is no regular file"));
      } else if (attributes.size() == 0) {
        listing.skipped.add(new Skipped(entry, "is empty"));
      } else if (!PartFile.isPart(entry)) {
        long modified = attributes.lastModifiedTime().toMillis();
        listing.files.add(new Found(entry, name, new FileStamp(attributes.size(), modified)));
      }
    } catch (IOException e) {
      listing.skipped.add(new Skipped(entry, "cannot be read: " + e));
    }
  }

  private static boolean isHidden(Path entry) {
    try {
      return entry.getFileName().toString().startsWith(".") || Files.isHidden(entry);
    } catch (IOException e) {
      return false;
    }
  }
}

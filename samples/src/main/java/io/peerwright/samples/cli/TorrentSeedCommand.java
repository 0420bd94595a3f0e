package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a torrent. */
@Command(
    name = "seed",
    description = {
      "Uploads what is here to all who want it, until Ctrl-C.",
      "Example: torrent seed music.torrent --data . --listen 0.0.0.0:6881"
    },
    mixinStandardHelpOptions = true)
final class TorrentSeedCommand implements Callable<Integer> {

  @Mixin private TorrentOptions options;

  @Parameters(paramLabel = "FILE", description = "A .torrent file.")
  private Path file = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Where the content lies: the folder that holds the file or folder it is of.")
  private Path data = Path.of("");

  @Override
  public Integer call() throws Exception {
    TorrentSource source = TorrentSource.of(file.toString());
    Info info = source.info();
    if (info == null) {
      throw new UserException("to seed, name the .torrent file, not its link");
    }
    Path folder = folder(info);
    try (TorrentRun run = TorrentRun.start(options, source, folder, name -> true, false)) {
      run.awaitKnown();
      long here = run.ask(Download::bytesDone);
      if (here == 0 && info.totalLength() > 0) {
        throw new UserException(
            "nothing of it is in "
                + folder
                + ": what had its name there is something else, and ends in .old-1 now");
      }
      run.say(() -> tell(run.console(), here, info.totalLength()));
      run.awaitInterruption();
    }
    return 0;
  }

  private static void tell(Console console, long here, long total) {
    if (here == total) {
      console.say("seeding %s; Ctrl-C ends it", Text.bytes(total));
    } else {
      console.say(
          "%s of %s is missing or damaged: it is fetched, and the rest seeded; Ctrl-C ends it",
          Text.bytes(total - here), Text.bytes(total));
    }
    console.event("seeding", "bytes", here, "total", total);
  }

  /**
   * The folder that the content lies in, also if the content itself was named. Looks at names and
   * lengths before anything is read, as what does not match would be put aside.
   */
  private Path folder(Info info) throws IOException {
    Path named = data.toAbsolutePath().normalize();
    Path folder = isHere(info, named) || !names(info, named) ? named : parent(named);
    if (!isHere(info, folder)) {
      throw new UserException(
          "there is no "
              + folder.resolve(SafeNames.fileName(info.name()))
              + " to seed; name the folder that it lies in with --data, or download it: torrent get "
              + file
              + " --to "
              + data);
    }
    for (FileEntry entry : info.files()) {
      Path path = content(info, folder);
      if (info.isMultiFile()) {
        for (String part : entry.path()) {
          path = path.resolve(SafeNames.fileName(part));
        }
      }
      if (Files.isRegularFile(path) && Files.size(path) != entry.length()) {
        throw new UserException(
            String.format(
                "%s has %d bytes, but the torrent says %d: it is another one, or not complete",
                path, Files.size(path), entry.length()));
      }
    }
    return folder;
  }

  private static boolean isHere(Info info, Path folder) {
    Path content = content(info, folder);
    return info.isMultiFile()
        ? Files.isDirectory(content)
        : Files.isRegularFile(content)
            || Files.isRegularFile(content.resolveSibling(content.getFileName() + ".part"));
  }

  private static Path content(Info info, Path folder) {
    return folder.resolve(SafeNames.fileName(info.name()));
  }

  private static boolean names(Info info, Path path) {
    return path.endsWith(SafeNames.fileName(info.name()));
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}

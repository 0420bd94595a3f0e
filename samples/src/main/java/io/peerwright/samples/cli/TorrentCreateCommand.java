package io.peerwright.samples.cli;

import io.peerwright.kit.files.DiskErrors;
import io.peerwright.kit.files.DurableFiles;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.kit.text.Amounts;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMagnet;
import io.peerwright.overlay.bittorrent.metainfo.TorrentMaker;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Progress;
import io.peerwright.samples.console.Text;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Makes a .torrent file. */
@Command(
    name = "create",
    description = {
      "Makes a .torrent file of a file or a folder.",
      "Example: torrent create music --tracker http://192.0.2.1:6969/announce"
    },
    mixinStandardHelpOptions = true)
final class TorrentCreateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PATH", description = "The file or folder to spread.")
  private Path content = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it. Default: NAME.torrent in this folder.")
  private @Nullable Path output;

  @Option(names = "--force", description = "Write over a file that is there already.")
  private boolean force;

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description = "Where peers meet; may be given several times: the next is asked if one fails.")
  private List<String> trackers = new ArrayList<>();

  @Option(
      names = "--web-seed",
      paramLabel = "URL",
      description = "A web server that has the content too; may be given several times.")
  private List<String> webSeeds = new ArrayList<>();

  @Option(
      names = "--piece-size",
      paramLabel = "SIZE",
      converter = PieceSize.class,
      description =
          "A power of two from 16KiB to 16MiB. Default: one that makes about 1500 pieces.")
  private int pieceSize;

  @Option(names = "--comment", paramLabel = "TEXT", description = "For those who read the file.")
  private String comment = "";

  @Option(names = "--private", description = "Only the trackers may be asked for peers.")
  private boolean isPrivate;

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Override
  public Integer call() {
    Console console = new Console(json);
    Path target = checked();
    List<List<String>> tiers = trackers.stream().map(List::of).toList();
    TorrentMaker.Options options =
        new TorrentMaker.Options(pieceSize, tiers, webSeeds, comment, isPrivate);
    Metainfo torrent;
    try {
      long total = size();
      try (Progress bar = console.progress("Hashing", total)) {
        torrent = TorrentMaker.make(content, options, read -> bar.at(read, total));
      }
    } catch (IOException e) {
      throw new UserException(
          "cannot make a torrent of " + content + ": " + DiskErrors.describe(e));
    }
    write(target, torrent.toBytes());
    tell(console, target, torrent);
    return 0;
  }

  /** Refuses what would fail only after all has been read. */
  private Path checked() {
    if (!Files.exists(content)) {
      throw new UserException("there is no file or folder " + content);
    }
    Path name = content.toAbsolutePath().normalize().getFileName();
    if (name == null) {
      throw new UserException(content + " has no name that a torrent could have; name a folder");
    }
    Path target = output != null ? output : Path.of(name + ".torrent");
    if (Files.isDirectory(target)) {
      throw new UserException(target + " is a folder; name a file with -o");
    }
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new UserException("there is no folder " + folder + " to write to; make it first");
    }
    if (Files.exists(target) && !force) {
      throw new UserException(target + " is there already; name another file with -o, or --force");
    }
    trackers.forEach(url -> checkUrl("--tracker", url, "http", "https", "udp"));
    webSeeds.forEach(url -> checkUrl("--web-seed", url, "http", "https"));
    return target;
  }

  private static void checkUrl(String option, String url, String... schemes) {
    for (String scheme : schemes) {
      String start = scheme + "://";
      if (url.regionMatches(true, 0, start, 0, start.length()) && url.length() > start.length()) {
        return;
      }
    }
    throw new UserException(
        option + " " + url + ": a URL that starts with " + String.join(":// or ", schemes) + "://");
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(content)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  /** Beside it first: a file of this name is whole. Nothing else there is touched. */
  private void write(Path target, byte[] bytes) {
    try {
      Path draft = draft(target);
      try {
        Files.write(draft, bytes);
        DurableFiles.force(draft);
        if (force) {
          Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } else {
          DurableFiles.move(draft, target);
        }
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (FileAlreadyExistsException inTheMeantime) {
      throw new UserException(target + " is there already; name another file with -o");
    } catch (IOException e) {
      throw new UserException("cannot write " + target + ": " + DiskErrors.describe(e));
    }
  }

  private static Path draft(Path target) throws IOException {
    for (int i = 1; ; i++) {
      String name = SafeNames.withSuffix(target.getFileName().toString(), ".tmp-" + i);
      try {
        return Files.createFile(target.resolveSibling(name));
      } catch (FileAlreadyExistsException notOurs) {
        if (i == 100) {
          throw notOurs;
        }
      }
    }
  }

  private static void tell(Console console, Path target, Metainfo torrent) {
    Info info = torrent.info();
    TorrentMagnet magnet = TorrentFile.magnet(torrent);
    console.say(
        "%s: %d file%s, %s, %d pieces of %s",
        target,
        info.files().size(),
        info.files().size() == 1 ? "" : "s",
        Text.bytes(info.totalLength()),
        info.pieces(),
        Text.bytes(info.pieceLength()));
    console.say("info-hash  %s", info.hash());
    console.say("magnet     %s", magnet);
    if (torrent.trackers().isEmpty()) {
      console.say("It names no tracker, so whoever gets it must name a peer: get --peer HOST:PORT");
    }
    console.event(
        "created",
        "file",
        target.toString(),
        "infoHash",
        info.hash().toString(),
        "magnet",
        magnet.toString(),
        "files",
        info.files().size(),
        "bytes",
        info.totalLength(),
        "pieces",
        info.pieces(),
        "pieceLength",
        info.pieceLength());
  }

  /** Reads {@code 262144}, {@code 256KiB} and {@code 1M}. */
  static final class PieceSize implements ITypeConverter<Integer> {

    /** Picocli makes it. */
    PieceSize() {}

    @Override
    public Integer convert(String text) {
      long size = Readers.read(text, Amounts::bytes);
      if (Long.bitCount(size) != 1 || size < 1 << 14 || size > 1 << 24) {
        throw new TypeConversionException(
            "'" + text + "' is no power of two from 16KiB to 16MiB, such as 256KiB or 1MiB");
      }
      return (int) size;
    }
  }
}

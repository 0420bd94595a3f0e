package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.Placement;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads a torrent. */
@Command(
    name = "seed",
    description = {
      "Uploads what is here to all who want it, until Ctrl-C. Never writes to the content.",
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
    TorrentSource source = TorrentSource.of(file.toString(), options.console());
    Info info = source.info();
    if (info == null) {
      throw new UserException("to seed, name the .torrent file, not its link");
    }
    Path folder = folder(info);
    options.seedOnly();
    try (TorrentRun run = TorrentRun.start(options, source, folder, name -> true, false)) {
      run.awaitKnown();
      long here = run.ask(Download::bytesDone);
      List<String> problems = problems(run.files());
      if (here == 0 && info.filesLength() > 0) {
        throw new UserException(
            "nothing of it is in " + folder + ", and nothing was changed there:", listed(problems));
      }
      run.say(() -> tell(run.console(), here, info.filesLength(), problems));
      run.awaitInterruption();
    }
    return 0;
  }

  private static List<String> problems(List<SharedItem> files) {
    return files.stream()
        .filter(file -> file.attributes().containsKey("problem"))
        .map(file -> file.name() + ": " + file.attributes().get("problem"))
        .toList();
  }

  private static List<String> listed(List<String> problems) {
    List<String> some = new ArrayList<>(problems);
    if (problems.size() > TorrentSource.MAX_LISTED) {
      some = new ArrayList<>(problems.subList(0, TorrentSource.MAX_LISTED));
      some.add("and " + (problems.size() - TorrentSource.MAX_LISTED) + " more");
    }
    return some;
  }

  private void tell(Console console, long here, long total, List<String> problems) {
    if (problems.isEmpty()) {
      console.say("seeding %s; Ctrl-C ends it", Text.bytes(here));
    } else {
      console.say(
          "seeding %s of %s; these files are left as they are and not seeded:",
          Text.bytes(here), Text.bytes(total));
      listed(problems).forEach(problem -> console.say("  %s", problem));
      console.say(
          "to have the right ones: torrent get %s --to ANOTHER-FOLDER; Ctrl-C ends it", file);
    }
    console.event("seeding", "bytes", here, "total", total, "problems", problems);
  }

  /** The folder that the content lies in, also if the content itself was named. */
  private Path folder(Info info) {
    Path named = data.toAbsolutePath().normalize();
    if (isHere(Placement.of(info, named, null))) {
      return named;
    }
    Path parent = named.getParent();
    if (parent != null) {
      Placement beside = Placement.of(info, parent, null);
      if (beside.target().equals(named) && isHere(beside)) {
        return parent;
      }
    }
    throw new UserException(
        "there is no "
            + Placement.of(info, named, null).target()
            + " to seed; name the folder that it lies in with --data, or download it: torrent get "
            + file
            + " --to "
            + data,
        unwritable(info));
  }

  /** The first name that this process has no way to write, and so does not find. */
  private static List<String> unwritable(Info info) {
    return Stream.concat(Stream.of(info.name()), info.files().stream().map(FileEntry::name))
        .flatMap(name -> SafeNames.refusal(name).stream())
        .limit(1)
        .toList();
  }

  private static boolean isHere(Placement place) {
    return place.files().stream().anyMatch(Files::exists);
  }
}

package io.peerwright.samples.cli;

import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a .torrent file says. */
@Command(
    name = "show",
    description = {"Tells what a .torrent file says.", "Example: torrent show music.torrent"},
    mixinStandardHelpOptions = true)
final class TorrentShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FILE", description = "A .torrent file.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Override
  public Integer call() {
    Console console = new Console(json);
    Metainfo torrent = TorrentFile.read(file);
    Info info = torrent.info();
    List<FileEntry> files = info.files().stream().filter(each -> !each.padding()).toList();
    console.say("name        %s", info.name());
    console.say("info-hash   %s", info.hash());
    console.say("size        %s", Text.bytes(info.filesLength()));
    console.say("pieces      %d of %s", info.pieces(), Text.bytes(info.pieceLength()));
    for (List<String> tier : torrent.trackers()) {
      console.say("trackers    %s", String.join(", ", tier));
    }
    torrent.webSeeds().forEach(url -> console.say("web seed    %s", url));
    if (info.isPrivate()) {
      console.say("private     only its trackers tell of peers");
    }
    sayUnlessEmpty(console, "comment     %s", torrent.comment());
    sayUnlessEmpty(console, "made by     %s", torrent.createdBy());
    console.say("magnet      %s", TorrentFile.magnet(torrent));
    console.say("files       %d", files.size());
    files.forEach(each -> console.say("%10s  %s", Text.bytes(each.length()), each.name()));
    console.event(
        "torrent",
        "name",
        info.name(),
        "infoHash",
        info.hash().toString(),
        "bytes",
        info.filesLength(),
        "pieces",
        info.pieces(),
        "pieceLength",
        info.pieceLength(),
        "private",
        info.isPrivate(),
        "trackers",
        torrent.trackers(),
        "webSeeds",
        torrent.webSeeds(),
        "comment",
        torrent.comment(),
        "magnet",
        TorrentFile.magnet(torrent).toString(),
        "files",
        files.stream().map(FileEntry::name).collect(Collectors.toList()));
    return 0;
  }

  private static void sayUnlessEmpty(Console console, String format, String text) {
    if (!text.isEmpty()) {
      console.say(format, text);
    }
  }
}

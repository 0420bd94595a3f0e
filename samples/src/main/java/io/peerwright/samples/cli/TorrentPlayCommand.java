package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import io.peerwright.samples.torrent.FilePatterns;
import io.peerwright.samples.torrent.StreamServer;
import io.peerwright.samples.torrent.TorrentContent;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a torrent to players and browsers while it is being downloaded. */
@Command(
    name = "play",
    description = {
      "Downloads a torrent, and streams its files over HTTP at the same time.",
      "What a player comes to next is fetched first, also when it jumps.",
      "Example: torrent play film.torrent --to downloads --http 127.0.0.1:8080"
    },
    mixinStandardHelpOptions = true)
final class TorrentPlayCommand implements Callable<Integer> {

  @Mixin private DownloadOptions options;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = "Where players connect to. Default: a free port, for this machine only.")
  private String http = "";

  @Override
  public Integer call() throws Exception {
    TorrentSource source = options.source();
    FilePatterns wanted = options.wanted();
    InetSocketAddress address = address();
    try (TorrentRun run = options.start(source, true)) {
      options.awaitKnown(run);
      List<SharedItem> files =
          run.files().stream().filter(file -> wanted.test(file.name())).toList();
      TorrentContent content =
          new TorrentContent(source.name(), source.infoHash(), files, run.peer(), run.download());
      try (StreamServer server = listen(address, content)) {
        run.say(() -> tell(run.console(), server, files));
        Path path = run.awaitComplete();
        long bytes = run.ask(Download::bytesDone);
        List<SharedItem> all = run.files();
        run.say(() -> TorrentGetCommand.tell(run.console(), path, run.knownBytes(), bytes, all));
        run.awaitInterruption();
      }
    }
    return 0;
  }

  private InetSocketAddress address() {
    try {
      URI uri = new URI("http://" + http);
      if (uri.getHost() != null && uri.getPort() >= 0 && uri.getPort() <= 65_535) {
        InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
        if (!address.isUnresolved()) {
          return address;
        }
      }
    } catch (URISyntaxException malformed) {
      // Said below, with what is well-formed.
    }
    throw new UserException("--http " + http + ": an address and a port, such as 127.0.0.1:8080");
  }

  private StreamServer listen(InetSocketAddress address, TorrentContent content)
      throws IOException {
    try {
      return new StreamServer(address, content);
    } catch (BindException e) {
      throw new UserException(
          "cannot listen at " + http + ": " + e.getMessage() + "; choose another one with --http");
    }
  }

  private static void tell(Console console, StreamServer server, List<SharedItem> files) {
    Map<String, String> urls = new TreeMap<>();
    files.forEach(file -> urls.put(file.name(), server.url(file.name())));
    if (files.size() == 1) {
      console.say("play %s; Ctrl-C ends it", server.url(files.get(0).name()));
    } else {
      console.say("play one of %d files at %s; Ctrl-C ends it", files.size(), server.url(""));
      files.stream()
          .limit(TorrentSource.MAX_LISTED)
          .forEach(
              file ->
                  console.say("%10s  %s", Text.bytes(file.sizeBytes()), server.url(file.name())));
    }
    console.event("playing", "url", server.url(""), "files", urls);
  }
}

package io.peerwright.samples.demo;

import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.kit.files.SafeNames;
import io.peerwright.kit.share.FolderScan;
import io.peerwright.kit.text.SharedPath;
import io.peerwright.runtime.Peer;
import io.peerwright.runtime.PeerConfig;
import io.peerwright.runtime.Peerwright;
import io.peerwright.samples.Downloads;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Progress;
import io.peerwright.samples.console.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The main path, told while it happens: an index server, two peers that share, one that searches
 * and downloads; one file from two overlays; and a network without a server. Live or simulated is
 * one word of the configuration.
 */
public final class Demo {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration A_SEARCH = Duration.ofSeconds(30);
  private static final int SHOWN = 5;

  private static final String LIVE = "vertx";

  /** Whatever else runs on this machine, the demo must not meet it: any port that is free. */
  private static final String FREE_PORT = ", \"listen\": \"127.0.0.1:0\"";

  private static final Map<String, String> ON_LOOPBACK = Map.of("/transport/listen", "127.0.0.1:0");

  /** Simulated networks have real delays, which nobody has to sit through. */
  private static final Map<String, String> FASTER = Map.of("/transport/pace", "50");

  /** From this size on a download is broken off once, to show that it goes on where it was. */
  private static final long WORTH_A_BREAK = 1 << 20;

  /** What several overlays give at once. */
  private static final String FILM = "copper rain film.mpg";

  private static final int FILM_BYTES = 6_000_000;
  private static final String NARROW =
      "[{\"type\": \"limit\", \"host\": {\"upBytesPerSecond\": 3000000}}]";

  private final Peerwright peerwright;
  private final Console console;
  private final @Nullable Path config;
  private final @Nullable String transport;
  private final Path folder;
  private final Path home;
  private final Map<String, List<Path>> originals = new TreeMap<>();
  private int downloads;
  private int identical;

  /**
   * A demo that has not begun.
   *
   * @param config what the peers have in common, or null
   * @param transport the transport to use, or null for that of the configuration
   * @param folder whose files are shared
   * @param home an empty folder for what is downloaded
   */
  public Demo(
      Peerwright peerwright,
      Console console,
      @Nullable Path config,
      @Nullable String transport,
      Path folder,
      Path home) {
    this.peerwright = peerwright;
    this.console = console;
    this.config = config;
    this.transport = transport == null && config == null ? LIVE : transport;
    this.folder = folder;
    this.home = home;
  }

  /** Runs it; true if every download was identical with what was shared. */
  public boolean run() throws IOException {
    Library library = library();
    String type = configured("nobody", Map.of()).transport().type();
    boolean live = type.equals(LIVE);
    console.say(
        "Napster's protocol %s", live ? "over real TCP on 127.0.0.1" : "on the transport " + type);
    String index = "{\"type\": \"hybrid-server\"" + (live ? FREE_PORT : "") + "}";
    Peer hub = start("index", Map.of("/overlays", "[" + index + "]"));
    String server = hub.endpoints().get(0).toString();
    console.say("  index serves at %s", server);
    console.event("serving", "peer", "index", "endpoint", server);
    Map<String, String> client =
        Map.of("/overlays/0/type", "hybrid", "/overlays/0/servers", "[\"" + server + "\"]");
    share(start("alice", client), library.sources());
    share(start("bob", client), library.documents());
    Peer carol = start("carol", client);
    for (String words : library.searches()) {
      searchAndGet(carol, words, Query.parse(words));
    }
    getFromAll(client);
    getWithoutServer(library);
    console.say("%n%d of %d downloads are identical with the files shared", identical, downloads);
    console.event("done", "downloads", downloads, "identical", identical);
    return downloads > 0 && identical == downloads;
  }

  private Library library() throws IOException {
    Optional<Library> found = Library.in(folder);
    if (found.isPresent()) {
      return found.get();
    }
    console.say("%s holds no file to share; these peers share some that are made here", folder);
    return Library.written(home.resolve("shared"));
  }

  /** Starts a peer with what all have in common and what is its own. */
  private Peer start(String name, Map<String, String> own) {
    return peerwright.start(configured(name, own));
  }

  private PeerConfig configured(String name, Map<String, String> own) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("/name", name);
    if (transport != null) {
      settings.put("/transport/type", transport);
    }
    if (config == null) {
      settings.putAll(transport != null && transport.equals(LIVE) ? ON_LOOPBACK : FASTER);
    }
    settings.putAll(own);
    return config == null ? peerwright.parse("{}", settings) : peerwright.load(config, settings);
  }

  private void share(Peer peer, List<Path> files) {
    long bytes;
    int count;
    try (Progress bar = console.progress(peer.name() + " hashes", 0)) {
      Remembering remembering = new Remembering(bar);
      count = peer.await(peer.share(files, remembering), PATIENCE);
      bytes = remembering.bytes;
    }
    console.say("  %s shares %d files, %s", peer.name(), count, Text.bytes(bytes));
    console.event("sharing", "peer", peer.name(), "files", count, "bytes", bytes);
  }

  /** Keeps what was shared for the comparison; done before the thread of the demo looks at it. */
  private final class Remembering implements FolderScan.Listener {
    private final Progress bar;
    private long bytes;

    Remembering(Progress bar) {
      this.bar = bar;
    }

    @Override
    public void onItem(SharedItem item) {
      bytes += item.sizeBytes();
      originals
          .computeIfAbsent(SharedPath.lastPart(item.name()), name -> new ArrayList<>())
          .add(item.file());
    }

    @Override
    public void onProgress(FolderScan.Progress progress) {
      bar.at(progress.bytesDone(), progress.bytesTotal());
    }
  }

  private void searchAndGet(Peer peer, String words, Query query) throws IOException {
    List<Hit> hits = peer.search(query);
    console.say(
        "%n%s searches \"%s\": %d hit%s",
        peer.name(), words, hits.size(), hits.size() == 1 ? "" : "s");
    console.event("searched", "peer", peer.name(), "words", words, "hits", hits.size());
    for (int i = 0; i < Math.min(SHOWN, hits.size()); i++) {
      console.say("  %s", Text.row(i + 1, hits.get(i)));
    }
    if (hits.size() > SHOWN) {
      console.say("        and %d more", hits.size() - SHOWN);
    }
    if (!hits.isEmpty()) {
      get(peer, Downloads.sameContent(hits.get(0), hits));
    }
  }

  private void get(Peer peer, List<Hit> sources) throws IOException {
    Hit hit = sources.get(0);
    Path target = SafeNames.child(home, SafeNames.fileName(SharedPath.lastPart(hit.name())));
    long size = hit.sizeBytes().orElseThrow();
    if (size >= WORTH_A_BREAK) {
      breakOff(peer, sources, target);
    }
    downloads++;
    Path file;
    try (Progress bar = console.progress("  downloading", size)) {
      file =
          peer.await(
              peer.fetch(sources, target, step -> bar.at(step.bytesDone(), size))
                  .thenCompose(Download::done),
              PATIENCE);
    }
    boolean same = isIdentical(file, SharedPath.lastPart(hit.name()));
    identical += same ? 1 : 0;
    console.say(
        "  %s got %s, %s, from %s: %s",
        peer.name(),
        SharedPath.lastPart(hit.name()),
        Text.bytes(size),
        hit.peer(),
        same ? "identical" : "NOT THE SAME");
    console.event(
        "downloaded",
        "peer",
        peer.name(),
        "from",
        hit.peer(),
        "file",
        file.toString(),
        "bytes",
        size,
        "identical",
        same);
  }

  /** Two overlays give one file, each by a narrow up-link. */
  private void getFromAll(Map<String, String> client) throws IOException {
    byte[] film = new byte[FILM_BYTES];
    new Random(1).nextBytes(film);
    Path original = Files.write(home.resolve(FILM), film);
    Map<String, String> narrow = new LinkedHashMap<>(client);
    narrow.put("/decorate", NARROW);
    Map<String, String> both = new LinkedHashMap<>(client);
    both.put("/overlays/1/type", "bittorrent");
    console.say("%ndave shares %s over Napster; its torrent names a web server, too", FILM);
    OneFromAll result =
        OneFromAll.run(
            start("dave", narrow),
            start("web", narrow),
            start("erin", both),
            original,
            "copper rain film",
            home.resolve("erin " + FILM));
    downloads++;
    boolean same = Files.mismatch(original, result.file()) < 0;
    identical += same ? 1 : 0;
    console.say(
        "  erin got %s, %s: %d %% from the web server, the rest from dave; %s: %s",
        FILM,
        Text.bytes(result.bytes()),
        100 * result.fromWeb() / result.bytes(),
        result.detail(),
        same ? "identical" : "NOT THE SAME");
    console.event(
        "downloaded from all",
        "peer",
        "erin",
        "bytes",
        result.bytes(),
        "from web",
        result.fromWeb(),
        "identical",
        same);
  }

  /** Nobody serves an index, and nobody can dial who has the file: it is asked to dial. */
  private void getWithoutServer(Library library) throws IOException {
    console.say(
        "%nGnutella, without a server: frank and grace are ultrapeers, heidi a leaf of grace that"
            + " nobody can dial, %s a leaf of frank",
        "ivan");
    Peer frank = start("frank", servent("ultrapeer", null));
    Peer grace = start("grace", servent("ultrapeer", frank));
    Map<String, String> hidden = servent("leaf", grace);
    hidden.put("/overlays/0/firewalled", "true");
    share(start("heidi", hidden), library.documents());
    List<String> searches = library.searches();
    String words = searches.get(Math.min(1, searches.size() - 1));
    Query first = Query.parse(words).limitedTo(1, A_SEARCH);
    searchAndGet(start("ivan", servent("leaf", frank)), words, first);
  }

  private static Map<String, String> servent(String role, @Nullable Peer known) {
    Map<String, String> servent = new LinkedHashMap<>();
    servent.put("/overlays/0/type", "gnutella");
    servent.put("/overlays/0/role", role);
    if (known != null) {
      servent.put("/overlays/0/bootstrap", "[\"" + known.endpoints().get(0) + "\"]");
    }
    return servent;
  }

  private void breakOff(Peer peer, List<Hit> sources, Path target) {
    long half = sources.get(0).sizeBytes().orElseThrow() / 2;
    long[] done = new long[1];
    CompletableFuture<Void> broken = new CompletableFuture<>();
    peer.fetch(
            sources,
            target,
            download -> {
              done[0] = download.bytesDone();
              if (done[0] >= half) {
                download.close();
              }
            })
        .thenCompose(Download::done)
        .whenComplete((path, failure) -> broken.complete(null));
    peer.await(broken, PATIENCE);
    console.say("  %s breaks the download off at %s", peer.name(), Text.bytes(done[0]));
    console.event("broken off", "peer", peer.name(), "bytes", done[0]);
  }

  private boolean isIdentical(Path copy, String name) throws IOException {
    for (Path original : originals.getOrDefault(name, List.of())) {
      if (Files.mismatch(original, copy) < 0) {
        return true;
      }
    }
    return false;
  }
}

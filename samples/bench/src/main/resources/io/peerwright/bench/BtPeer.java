import bt.Bt;
import bt.data.file.FileSystemStorage;
import bt.metainfo.TorrentId;
import bt.module.ServiceModule;
import bt.net.InetPeer;
import bt.net.Peer;
import bt.peer.PeerSource;
import bt.peer.PeerSourceFactory;
import bt.runtime.BtClient;
import bt.runtime.BtRuntime;
import bt.runtime.Config;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A leech of the library bt 1.10.
 *
 * <pre>BtPeer IP PORT TORRENT SEED-IP SEED-PORT (defaults|tuned)</pre>
 *
 * Takes "FOLDER BYTES" line by line and downloads to there; says {@code ready} first, and {@code
 * done SECONDS FIRST} when so much is complete: the whole time, and that until it had a piece.
 */
public final class BtPeer {

  private static final int REPORT_MILLIS = 20;

  public static void main(String[] arguments) throws Exception {
    Config config = new Config();
    config.setAcceptorAddress(InetAddress.getByName(arguments[0]));
    config.setAcceptorPort(Integer.parseInt(arguments[1]));
    config.setMseDisabled(true);
    if (arguments[5].equals("tuned")) {
      config.setMaxSimultaneouslyAssignedPieces(20);
      config.setNumOfHashingThreads(2);
    }
    Peer seed = InetPeer.build(InetAddress.getByName(arguments[3]), Integer.parseInt(arguments[4]));
    System.out.println("ready");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      BtRuntime runtime = runtime(config, seed);
      download(runtime, Path.of(arguments[2]), Path.of(words[0]), Long.parseLong(words[1]));
      runtime.shutdown();
    }
    System.exit(0);
  }

  /** A new one for each download, as it remembers what it had of a torrent before. */
  private static BtRuntime runtime(Config config, Peer seed) {
    return BtRuntime.builder(config)
        .module(binder -> ServiceModule.extend(binder).addPeerSourceFactory(new Known(seed)))
        .disableLocalServiceDiscovery()
        .disableAutomaticShutdown()
        .build();
  }

  private static void download(BtRuntime runtime, Path torrent, Path folder, long bytes)
      throws Exception {
    BtClient client =
        Bt.client(runtime)
            .torrent(torrent.toUri().toURL())
            .storage(new FileSystemStorage(folder))
            .build();
    long start = System.nanoTime();
    long[] first = new long[1];
    CountDownLatch over = new CountDownLatch(1);
    CompletableFuture<?> ended =
        client.startAsync(
            state -> {
              // Its first reports are of a torrent that has not been loaded yet.
              if (state.getPiecesTotal() <= 1 || state.getPiecesComplete() == 0) {
                return;
              }
              long now = System.nanoTime();
              first[0] = first[0] == 0 ? now : first[0];
              boolean done = state.getPiecesRemaining() == 0 || state.getDownloaded() >= bytes;
              if (done && over.getCount() > 0) {
                System.out.println("done " + (now - start) / 1e9 + " " + (first[0] - start) / 1e9);
                over.countDown();
              }
            },
            REPORT_MILLIS);
    ended.exceptionally(
        thrown -> {
          System.out.println("failed " + thrown);
          over.countDown();
          return null;
        });
    over.await();
    client.stop();
  }

  private static final class Known implements PeerSourceFactory, PeerSource {

    private final Peer seed;

    Known(Peer seed) {
      this.seed = seed;
    }

    @Override
    public PeerSource getPeerSource(TorrentId torrent) {
      return this;
    }

    @Override
    public boolean update() {
      return true;
    }

    @Override
    public Collection<Peer> getPeers() {
      // The library takes out what it has looked at.
      return new ArrayList<>(List.of(seed));
    }
  }
}

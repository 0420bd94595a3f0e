package io.peerwright.bench;

import io.peerwright.overlay.bittorrent.pieces.PeerPieces;
import io.peerwright.overlay.bittorrent.pieces.PiecePicker;
import io.peerwright.overlay.bittorrent.pieces.Selectors;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** What a download costs that consists of very many pieces, beside libtorrent. */
final class TorrentPieces implements Benchmark {

  private static final int PIECE_BYTES = 1 << 14;
  private static final int CHOICES = 200_000;
  private static final int PEERS = 40;

  @Override
  public String name() {
    return "torrent-pieces";
  }

  @Override
  public String description() {
    return "CPU-s to download 1 GiB in pieces of 16 KiB from a libtorrent seed, in a new JVM";
  }

  @Override
  public Figure measure(Progress progress) throws Exception {
    for (int pieces : new int[] {1000, 1000, 1_000_000}) {
      progress.say(
          String.format(
              "  a choice among %,d pieces, with a have message: %.0f ns CPU",
              pieces, choice(pieces)));
    }
    try (TorrentLab lab = new TorrentLab(progress, PIECE_BYTES)) {
      lab.libtorrentSeed(TorrentLab.SEED);
      double theirs = libtorrent(lab);
      double ours = ours(lab);
      progress.say(String.format("  CPU-s: ours %.2f, libtorrent %.2f", ours, theirs));
      return new Figure(name(), ours, "CPU-s", "libtorrent", theirs, "<= 1.5, cold JVM");
    }
  }

  /** Pieces are begun one by one as they are chosen, and are open again at once. */
  private static double choice(int pieces) {
    SplittableRandom random = new SplittableRandom(1);
    PiecePicker picker = new PiecePicker(pieces);
    picker.start(null);
    PeerPieces[] peers = new PeerPieces[PEERS];
    for (int i = 0; i < PEERS; i++) {
      peers[i] = new PeerPieces();
      for (int piece = 0; piece < pieces; piece++) {
        if (random.nextInt(PEERS) < i) {
          peers[i].add(piece);
        }
      }
      picker.add(peers[i]);
    }
    for (int piece = 0; piece < pieces; piece++) {
      picker.open(piece);
    }
    int[] begun = new int[100];
    long start = 0;
    for (int i = 0; i < 2 * CHOICES; i++) {
      if (i == CHOICES) {
        start = TorrentMessageCost.cpuNanos();
      }
      int piece = picker.pick(peers[1 + i % (PEERS - 1)], 9, Selectors.RAREST_FIRST, random);
      if (piece >= 0) {
        picker.close(piece);
        picker.open(begun[i % begun.length]);
        begun[i % begun.length] = piece;
      }
      picker.addOne(random.nextInt(pieces));
    }
    return (TorrentMessageCost.cpuNanos() - start) / (double) CHOICES;
  }

  private static double ours(TorrentLab lab) throws Exception {
    try (LabProgram ours = lab.ours(List.of(), TorrentLab.LEECH, TorrentLab.SEED)) {
      Path target = lab.target();
      ours.say(target.toString());
      ours.await("done");
      double cpu = ours.cpuSeconds();
      lab.checkAndDelete(target);
      return cpu;
    }
  }

  private static double libtorrent(TorrentLab lab) throws Exception {
    Path target = lab.target();
    try (LabProgram leech = lab.libtorrent(TorrentLab.OTHER)) {
      leech.say("leech " + target + " " + TorrentLab.SEED);
      double cpu = Double.parseDouble(leech.await("done")[2]);
      lab.checkAndDelete(target);
      return cpu;
    }
  }
}

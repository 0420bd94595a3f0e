package io.peerwright.overlay.bittorrent;

import io.peerwright.kit.HostFiles;
import io.peerwright.overlay.bittorrent.storage.FileStorage;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.storage.StorageSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Content in files on a disk that does not always do its work. */
record FrailStorage(PieceStorage inner, Disk disk, String name) implements PieceStorage {

  /** What the disk does; all of it at first. */
  static final class Disk {
    boolean reads = true;
    boolean notes = true;
    boolean forgets = true;

    /**
     * The bytes of the content that are not read, if any are, as the first and one past the last.
     */
    long[] broken = {0, 0};

    /** The torrent whose content is not written. */
    String full = "";

    int failures;
    int opened;
    int closed;

    /** A peer that has its content on it. */
    Pool.Peer peer(Pool pool, String name, BitTorrentConfig config) {
      BitTorrentParts parts =
          BitTorrentParts.of(config)
              .withStorages(
                  (info, directory, root) -> {
                    opened++;
                    FileStorage files =
                        new FileStorage(
                            info,
                            directory,
                            root,
                            new StorageSettings(
                                HostFiles.stateFolder(config.state(), directory),
                                false,
                                config.seedOnly()));
                    return new FrailStorage(files, this, info.name());
                  });
      return pool.peer(name, config, parts);
    }

    private void check(boolean works) throws IOException {
      if (!works) {
        failures++;
        throw new IOException("the disk is broken");
      }
    }
  }

  @Override
  public Found find() throws IOException {
    return inner.find();
  }

  @Override
  public void distrust() throws IOException {
    disk.check(disk.forgets);
    inner.distrust();
  }

  @Override
  public void write(long offset, ByteBuffer source) throws IOException {
    disk.check(!disk.full.equals(name));
    inner.write(offset, source);
  }

  @Override
  public boolean read(long offset, ByteBuffer target) throws IOException {
    boolean apart = offset >= disk.broken[1] || offset + target.remaining() <= disk.broken[0];
    disk.check(disk.reads && (apart || disk.broken[0] == disk.broken[1]));
    return inner.read(offset, target);
  }

  @Override
  public void verified(int[] added, BitSet present) throws IOException {
    disk.check(disk.notes);
    inner.verified(added, present);
  }

  @Override
  public void checked(BitSet present, BitSet unreadable) throws IOException {
    inner.checked(present, unreadable);
  }

  @Override
  public void sync() throws IOException {
    inner.sync();
  }

  @Override
  public void close() throws IOException {
    disk.closed++;
    inner.close();
  }
}

package io.peerwright.overlay.bittorrent.storage;

import io.peerwright.kit.files.DurableFiles;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The description of a torrent that was joined by its name, kept in the state folder, so that it is
 * fetched from peers once only. Both methods block, so they are called in {@link
 * io.peerwright.api.Loop#offload}.
 */
public final class Descriptions {

  /** Keeps nothing. */
  public static final Descriptions NONE = new Descriptions(null, new InfoHash(0, 0, 0));

  private final @Nullable Path file;
  private final InfoHash hash;

  private Descriptions(@Nullable Path file, InfoHash hash) {
    this.file = file;
    this.hash = hash;
  }

  /** Those of a torrent in the state folder of a peer. */
  public static Descriptions in(Path state, InfoHash hash) {
    return new Descriptions(
        state.toAbsolutePath().resolve("torrents").resolve(hash + ".info"), hash);
  }

  /** What was kept; empty if nothing was, or if it is not what was kept. */
  public Optional<Info> load() {
    try {
      if (file == null || !Files.isRegularFile(file) || Files.size(file) > Info.MAX_BYTES) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      return InfoHash.of(ByteBuffer.wrap(bytes)).equals(hash)
          ? Optional.of(Info.of(bytes))
          : Optional.empty();
    } catch (IOException | BencodeException notUsable) {
      // Peers tell it again.
      return Optional.empty();
    }
  }

  /** Keeps a description; false if that is not possible, which costs the fetching once more. */
  public boolean save(Info info) {
    if (file == null) {
      return false;
    }
    try {
      DurableFiles.createFolders(Objects.requireNonNull(file.getParent()));
      DurableFiles.replace(file, info.encoded());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

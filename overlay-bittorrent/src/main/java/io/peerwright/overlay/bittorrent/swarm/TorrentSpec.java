package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.api.overlay.Download;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.storage.Descriptions;
import io.peerwright.overlay.bittorrent.storage.PieceStorage;
import io.peerwright.overlay.bittorrent.storage.Placement;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a torrent is to do.
 *
 * @param hash its name
 * @param info its description; null if peers must be asked for it
 * @param trackers URLs in tiers
 * @param webSeeds URLs of servers that have the content
 * @param peers who may be tried at once, {@code HOST:PORT}
 * @param source how near the one is that has named these
 * @param files tells the indexes of the files that are wanted; null for all
 * @param storages makes its storage
 * @param descriptions keeps its description for later runs, where it is fetched from peers
 * @param target where the content will be found in the end
 * @param changed told when the state or the progress has changed
 */
public record TorrentSpec(
    InfoHash hash,
    @Nullable Info info,
    List<List<String>> trackers,
    List<String> webSeeds,
    List<String> peers,
    Reach source,
    Function<Info, @Nullable BitSet> files,
    PieceStorage.Factory storages,
    Descriptions descriptions,
    Function<Info, Placement> target,
    Consumer<? super Download> changed) {}

import org.jspecify.annotations.NullMarked;

/** Building blocks for writers of overlays. */
@NullMarked
module io.peerwright.kit {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit.network;
  requires static org.jspecify;

  // For writers of overlays.
  exports io.peerwright.kit;
  // For writers of overlays that fetch files: one file from many sources of any kind.
  exports io.peerwright.kit.download;
  // For overlays that tell what happens in them, and for who listens.
  exports io.peerwright.kit.events;
  // For writers of overlays that keep files: what survives a kill and a loss of power.
  exports io.peerwright.kit.files;
  // For writers of overlays that speak HTTP beside their own protocol.
  exports io.peerwright.kit.http;
  // For writers of overlays that talk to strangers: all of them.
  exports io.peerwright.kit.limit;
  // For writers of overlays that ask others: transactions, records of names.
  exports io.peerwright.kit.request;
  // For who names content: hashes, their trees, magnet links.
  exports io.peerwright.kit.hash;
  // For writers of overlays: what all of them repeat.
  exports io.peerwright.kit.plugin;
  // For writers of distributed hash tables after Kademlia.
  exports io.peerwright.kit.kademlia;
  // For who shares folders.
  exports io.peerwright.kit.share;
  // For writers of servers and peers that know who shares what.
  exports io.peerwright.kit.index;
  // For writers of overlays that look for others to connect to.
  exports io.peerwright.kit.hosts;
  // For writers of overlays that listen.
  exports io.peerwright.kit.server;
  // For writers of overlays that serve content to others.
  exports io.peerwright.kit.upload;
  // For writers of decorators: what is put around a transport.
  exports io.peerwright.kit.net;
  // For writers of overlays that ask servers over TLS, and of what secures a transport.
  exports io.peerwright.kit.tls;
  // For all who show people what strangers say.
  exports io.peerwright.kit.text;
  // For tests and tools: what passed over a transport, and the same once more.
  exports io.peerwright.kit.record;
}

import org.jspecify.annotations.NullMarked;

/** One message to many: by IP multicast, by flood and prune, among end hosts. */
@NullMarked
module io.peerwright.multicast {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For writers of other kinds of multicast: sources, sequence numbers, what was heard before.
  exports io.peerwright.multicast.delivery;
}

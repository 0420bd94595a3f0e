package io.peerwright.multicast.endhost;

import java.nio.ByteBuffer;

/** What happens to the links of a {@link Mesh}. */
interface MeshOwner {

  /** A link is good. */
  void onLinked(MeshLink link);

  /** A frame that is not the mesh's own. */
  void onFrame(MeshLink link, int type, ByteBuffer body);

  /** A ping was answered. */
  void onPong(MeshLink link, long token);

  /** A link has room again. */
  void onRoom(MeshLink link);

  /** A link that was good is over. */
  void onUnlinked(MeshLink link);

  /** All that was dialled has failed, and nobody else is known. */
  void onLonely();

  /** Whether it is a member that misses nothing any more. */
  boolean isAttached();

  /** Whether a link carries messages, and should stay. */
  boolean isCarrying(MeshLink link);
}

package io.peerwright.api.naming;

import io.peerwright.api.Handle;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Urn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Finds out where a name is: a user at an index server or among supernodes, an info-hash at a
 * tracker, a key in a distributed table. The namespace of the name says which kind it is.
 */
public interface Naming extends Capability {

  /**
   * Binds a name to a record, and keeps it bound until the handle is closed. Whoever holds a name
   * may register it again, with a newer record that takes the place of the other.
   *
   * <p>A peer may hold several names. Others find a name until it is withdrawn, and after its
   * holder has left or vanished for the {@code ttl} at the longest, when somebody else may take it.
   *
   * @param record comes back from {@link #resolve} as it is
   * @param ttl how long others may believe it after we are gone
   * @return completes when the name is bound, with what withdraws it; fails with an {@link
   *     io.peerwright.api.OverlayException}: {@link io.peerwright.api.Reason#REFUSED} if somebody
   *     else holds it, or the signature is not that of the record
   */
  CompletionStage<Handle> register(Urn name, NameRecord record, Duration ttl);

  /**
   * Looks a name up.
   *
   * @return what is known within the time, possibly nothing; signatures have been checked. Fails
   *     with {@link io.peerwright.api.Reason#UNREACHABLE} before the overlay joins
   */
  CompletionStage<List<NameRecord>> resolve(Urn name, Duration within);
}

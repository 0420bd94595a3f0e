package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/** A servent as far as others dial it. */
interface Dialable {

  /** Where others can dial us, as far as is known; null while nobody can. */
  @Nullable Endpoint own();

  /** Whether they can. */
  boolean isReachable();
}

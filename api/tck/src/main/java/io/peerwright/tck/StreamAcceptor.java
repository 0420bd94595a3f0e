package io.peerwright.tck;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes streams of a {@link io.peerwright.api.overlay.Relay}, and keeps them. */
final class StreamAcceptor implements LinkAcceptor {
  private final Machine machine;
  private final Supplier<@Nullable LinkProbe> reception;
  final List<LinkProbe> taken = Collections.synchronizedList(new ArrayList<>());

  StreamAcceptor(Machine machine, Supplier<@Nullable LinkProbe> reception) {
    this.machine = machine;
    this.reception = reception;
  }

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    LinkProbe[] handler = new LinkProbe[1];
    machine
        .referee()
        .enter(
            machine.loop(),
            "onAccept",
            () -> {
              handler[0] = reception.get();
              if (handler[0] != null) {
                handler[0].setLink(link);
                taken.add(handler[0]);
              }
            });
    return handler[0];
  }

  @Override
  public void onClosed(Reason reason) {
    machine.referee().foul("onClosed of an acceptor of streams by name");
  }
}

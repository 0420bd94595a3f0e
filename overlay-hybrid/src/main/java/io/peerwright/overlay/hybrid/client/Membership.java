package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.kit.server.Newcomer;
import io.peerwright.overlay.hybrid.config.HybridConfig;
import io.peerwright.overlay.hybrid.events.ClientEvents;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From joining to leaving: opens the data port, then logs in, and says what became of it. */
final class Membership implements DataPort.Owner, ServerLink.Owner, SharePublisher.Server {

  /** What a member hears of the others. */
  interface Member {

    /** Logged in, for the first time or again. */
    void onServerReady();

    /** A message after the login. The body is borrowed. */
    void onServerMessage(int type, ByteBuffer body);

    /** The server is lost; another try follows by itself. */
    void onServerLost();

    /** Somebody has connected to the data port. */
    LinkHandler onDataLink(Link link, Newcomer newcomer);
  }

  private final Host host;
  private final HybridConfig config;
  private final ClientEvents events;
  private final Member member;
  private @Nullable ServerLink server;
  private @Nullable DataPort dataPort;
  private @Nullable CompletableFuture<Void> joining;
  private @Nullable CompletableFuture<Void> joined;
  private long logins;

  /** Has joined, which was told. */
  private boolean isIn;

  Membership(Host host, HybridConfig config, ClientEvents events, Member member) {
    this.host = host;
    this.config = config;
    this.events = events;
    this.member = member;
  }

  CompletionStage<Void> join() {
    if (joined != null) {
      return joined;
    }
    CompletableFuture<Void> stage = new CompletableFuture<>();
    joined = stage;
    joining = stage;
    if (config.firewalled()) {
      onDataPort();
    } else {
      DataPort opening = new DataPort(this);
      dataPort = opening;
      opening.listen();
    }
    return stage;
  }

  void leave() {
    String obstacle = server == null ? "the login has not begun" : server.obstacle();
    failJoin(new OverlayException(Reason.CANCELLED, "left before the login: " + obstacle));
  }

  private void closeSockets() {
    joined = null;
    if (isIn) {
      isIn = false;
      events.stream().left();
    }
    if (server != null) {
      server.stop();
      server = null;
    }
    if (dataPort != null) {
      dataPort.close();
      dataPort = null;
    }
  }

  boolean isJoined() {
    return joined != null;
  }

  long logins() {
    return logins;
  }

  /** Where others fetch our files. */
  List<Endpoint> endpoints() {
    Endpoint local = dataPort == null ? null : dataPort.local();
    return local == null ? List.of() : List.of(local);
  }

  /** Tells of the server that we are logged in to. */
  void server(Consumer<Neighbour> into) {
    Endpoint at = server == null ? null : server.endpoint();
    if (server != null && at != null) {
      into.accept(new Neighbour(server.name(), at, "server", Map.of("nick", nick())));
    }
  }

  /** True if we may connect to an address that the server has named. */
  boolean mayDial(Endpoint named) {
    Endpoint at = server == null ? null : server.endpoint();
    return at != null && config.addresses().permits(at, named);
  }

  @Override
  public boolean isReady() {
    return server != null && server.isReady();
  }

  @Override
  public void send(FrameWriter frames) {
    if (server != null && frames.size() > 0) {
      server.send(frames);
    }
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public HybridConfig config() {
    return config;
  }

  @Override
  public String nick() {
    return Nicks.of(host, config);
  }

  // The data port.

  @Override
  public int dataPort() {
    return dataPort == null ? 0 : dataPort.announced();
  }

  @Override
  public void onDataPort() {
    ServerLink link = new ServerLink(host, config, this);
    server = link;
    link.start();
  }

  @Override
  public LinkHandler onDataLink(Link link, Newcomer newcomer) {
    return member.onDataLink(link, newcomer);
  }

  /** The configuration can never work. */
  @Override
  public void failJoin(OverlayException failure) {
    closeSockets();
    CompletableFuture<Void> stage = joining;
    joining = null;
    if (stage != null) {
      // Not at once: whoever leaves is not called back before leave has returned.
      host.loop().execute(() -> stage.completeExceptionally(failure));
    }
  }

  // The server.

  @Override
  public void onServerReady(String serverName, Endpoint at) {
    logins++;
    events.loggedIn(serverName, at, nick());
    member.onServerReady();
    if (joining != null) {
      isIn = true;
      events.stream().joined(endpoints());
      joining.complete(null);
      joining = null;
    }
  }

  @Override
  public void onServerMessage(int type, ByteBuffer body) {
    member.onServerMessage(type, body);
  }

  @Override
  public void onServerLost(String serverName, Reason reason) {
    events.serverLost(serverName, reason);
    member.onServerLost();
  }

  @Override
  public void onNoLogin(String serverName, String said, Reason reason, String obstacle) {
    if (said.isEmpty()) {
      events.serverUnusable(serverName, reason, obstacle);
    } else {
      events.loginRefused(serverName, nick(), LoginRefusals.kind(said), said);
    }
  }

  @Override
  public void onLoginRefused(String serverName, String text) {
    failJoin(new OverlayException(Reason.REFUSED, LoginRefusals.tell(serverName, nick(), text)));
  }
}

package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Link;
import io.peerwright.kit.index.ShareIndex;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.kit.limit.MemoryBudget;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a server together, and takes connections. None of the parts knows it. */
final class IndexServer implements ClientSession.Handler {

  /** Between accepting a link and cutting another one the transport holds both. */
  private static final int SPARE_LINKS = 16;

  /** A user who has not logged in by then has had a fair chance. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private static final int MESSAGES_UNCHECKED = 16;

  final ShareIndex index;
  final UserDirectory directory;
  final ConnectionLimits places;
  final MemoryBudget memory;
  final Referrals referrals;
  final ServerCounters counters;
  private final Loop loop;
  private final ClientSession.Shared shared;
  private final ChannelCommands channels;
  private final SearchCommands search;
  private final Departures departures;
  private final Commands commands;
  private final Set<ClientSession> connections = new LinkedHashSet<>();
  private int messagesUnchecked;

  IndexServer(
      HybridServerConfig config,
      Loop loop,
      ShareIndex index,
      ServerCounters counters,
      ServerEvents events,
      NickDirectory names,
      Accounts accounts,
      int maxLinks) {
    this.loop = loop;
    this.index = index;
    this.counters = counters;
    Outbox outbox = new Outbox();
    directory = new UserDirectory(loop, index, outbox, config.maxUsers());
    memory = new MemoryBudget(config.limits().maxMemoryBytes());
    int most = Math.min(config.limits().maxConnections(), Math.max(1, maxLinks - SPARE_LINKS));
    places = new ConnectionLimits(most, config.limits().maxConnectionsPerAddress(), PATIENCE_NANOS);
    referrals = new Referrals(config.referrals());
    channels = new ChannelCommands(config.serverName(), index, outbox);
    departures = new Departures(loop, directory, channels, accounts, events);
    PeopleCommands people =
        new PeopleCommands(config.serverName(), loop, directory, index, outbox, accounts);
    NickPolicy nicks = new NickPolicy(config, loop, directory, outbox, accounts, names);
    Welcome welcome = new Welcome(config, directory, counters, outbox);
    search = new SearchCommands(config.maxResults(), index, directory, outbox, counters, events);
    LoginCommands login =
        new LoginCommands(
            config.registration(),
            new LoginRate(loop, config.maxLoginsPerSecond()),
            nicks,
            outbox,
            accounts,
            new LoginEffects(directory, departures, counters, events, welcome, people),
            new LoginRefusals(nicks, referrals, outbox, counters, events));
    commands =
        new Commands(
            outbox,
            counters,
            login,
            List.of(
                new FileMessages(
                    new ShareCommands(
                        config.maxSharesPerUser(), index, directory, outbox, counters, events),
                    search,
                    new TransferCommands(directory, index, outbox, counters, events)),
                new UserMessages(outbox, welcome, new ProfileCommands(outbox, accounts), people),
                new RoomMessages(new ListCommands(directory, outbox), channels)));
    shared = new ClientSession.Shared(config, loop, outbox, memory, counters, events, this);
  }

  /** Takes a connection; null if there is no place for it. */
  @Nullable ClientSession accept(Link link) {
    ConnectionLimits.Place place = places.admit(link, loop.nanoTime());
    return place == null ? null : accept(link, place);
  }

  /** Takes a connection that has got a place. */
  ClientSession accept(Link link, ConnectionLimits.Place place) {
    ClientSession session = new ClientSession(shared, link, place);
    counters.connections++;
    connections.add(session);
    return session;
  }

  @Override
  public void handle(ClientSession session, int type, byte[] bytes, int from, int to) {
    commands.handle(session, type, bytes, from, to);
    assert checkNowAndThen();
  }

  @Override
  public void browseOn(ClientSession session) {
    search.browseOn(session);
  }

  @Override
  public void gone(ClientSession session) {
    connections.remove(session);
    departures.gone(session);
    assert checkInvariants();
  }

  /** In tests, which run with assertions, tables are looked through after some of the messages. */
  private boolean checkNowAndThen() {
    return ++messagesUnchecked % MESSAGES_UNCHECKED != 0 || checkInvariants();
  }

  /** Checks, where assertions are on, that index, users and channels agree; always true. */
  boolean checkInvariants() {
    return directory.checkInvariants() && channels.checkInvariants(directory.all());
  }

  /** A copy of the connections, because closing one changes them. */
  List<ClientSession> connections() {
    return List.copyOf(connections);
  }
}

package io.peerwright.multicast.ip;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.plugin.BasicOverlay;
import io.peerwright.multicast.sap.SapDirectory;
import io.peerwright.multicast.sap.SapGroups;
import io.peerwright.multicast.sap.SapSender;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A peer's part in IP multicast: the system tells the routers by IGMP or MLD what it wants to hear.
 * Each message is one datagram, just as the application gave it, so that whatever else speaks to
 * the group is heard, and hears it; nothing is repeated, ordered or kept. Or, as {@link IpDelivery}
 * says, messages travel in bundles of our own, and what is lost is sent again.
 */
final class IpMulticast extends BasicOverlay implements Multicast {

  /** RFC 2974, section 3: announcements reach as far as their scope. */
  private static final int ANNOUNCEMENT_TTL = 255;

  private final IpMulticastConfig config;
  private final GroupPolicy policy;
  private final Groups groups;
  private final @Nullable BundledGroups bundled;
  private final SapDirectory directory;
  private final List<GroupSocket> announcements = new ArrayList<>();

  private @Nullable Interfaces interfaces;
  private @Nullable GroupSenders senders;
  private @Nullable GroupSenders announcing;

  /** Sockets whose outcome is awaited before the peer can be used. */
  private int awaited;

  private boolean hearsAnnouncements;
  private long sent;
  private long blocked;

  IpMulticast(OverlayProvider<?> provider, Host host, IpMulticastConfig config) {
    super(provider, host);
    this.config = config;
    policy = new GroupPolicy(config.groups());
    groups = new Groups(host.loop());
    bundled =
        config.delivery() == IpDelivery.DATAGRAMS
            ? null
            : new BundledGroups(host.loop(), config.reliableSettings());
    directory =
        new SapDirectory(host.loop(), new Announcements(), config.announcementBits(), config.ttl());
  }

  private final class Announcements implements SapSender {
    @Override
    public void send(Endpoint sapGroup, ByteBuffer packet) {
      if (announcing != null) {
        announcing.send(sapGroup, packet);
      }
    }

    @Override
    public Endpoint origin(boolean ipv4) {
      Interfaces used = interfaces;
      return used == null ? host.listenAddress() : used.origin(ipv4);
    }
  }

  // ---- joining and leaving the network

  @Override
  protected void open() {
    Interfaces used = new Interfaces(host, config.interfaces(), config.everyInterface());
    interfaces = used;
    hearsAnnouncements = false;
    awaited = 1;
    senders =
        new GroupSenders(
            host.transport(),
            used.all(),
            config.ttl(),
            config.loopback(),
            this::onAnswer,
            failure -> opened(failure, "cannot send: no interface of " + used.all() + " can"));
    if (config.announcements()) {
      listenForAnnouncements(used);
    }
  }

  /** Receivers of bundles tell their source how far they have come; else nobody answers. */
  private void onAnswer(Endpoint from, ByteBuffer datagram) {
    if (bundled != null) {
      bundled.onAnswer(datagram);
    }
  }

  private void listenForAnnouncements(Interfaces used) {
    awaited++;
    announcing =
        new GroupSenders(
            host.transport(),
            used.all(),
            ANNOUNCEMENT_TTL,
            config.loopback(),
            (from, data) -> {},
            failure -> opened(failure, "cannot announce: no interface of " + used.all() + " can"));
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<Endpoint> on = used.of(ipv4);
      if (!on.isEmpty()) {
        awaited++;
        announcements.add(
            new GroupSocket(
                host.transport(),
                SapGroups.all(ipv4),
                on,
                null,
                directory::received,
                this::listening));
      }
    }
  }

  /** One family of addresses is enough. */
  private void listening(@Nullable Reason failure) {
    hearsAnnouncements |= failure == null;
    if (failure == Reason.ADDRESS_IN_USE) {
      String busy = "port " + SapGroups.PORT + " is taken; set \"announcements\" to false";
      opened(failure, busy + " to go without it");
    } else {
      opened(null, "");
    }
  }

  private void opened(@Nullable Reason failure, String message) {
    if (failure != null) {
      failed(failure, message);
      return;
    }
    awaited--;
    Interfaces used = interfaces;
    if (awaited == 0 && used != null) {
      groups.open(host.transport(), used);
      if (bundled != null && senders != null) {
        bundled.open(host.transport(), used, senders);
      }
      if (config.announcements()) {
        directory.start(listenedTo(used));
      }
      joined();
    }
  }

  private static List<Endpoint> listenedTo(Interfaces used) {
    List<Endpoint> all = new ArrayList<>();
    for (boolean ipv4 : new boolean[] {true, false}) {
      if (!used.of(ipv4).isEmpty()) {
        all.addAll(SapGroups.all(ipv4));
      }
    }
    return all;
  }

  @Override
  protected void close() {
    directory.stop();
    groups.close();
    if (bundled != null) {
      bundled.close();
    }
    announcements.forEach(GroupSocket::close);
    announcements.clear();
    if (announcing != null) {
      announcing.close();
      announcing = null;
    }
    if (senders != null) {
      senders.close();
      senders = null;
    }
    interfaces = null;
  }

  // ---- groups

  @Override
  public Handle announce(Group group) {
    return directory.announce(group);
  }

  @Override
  public Handle discover(Consumer<? super Group> found) {
    return directory.discover(found);
  }

  @Override
  public CompletionStage<Handle> join(
      Group group,
      @Nullable Endpoint source,
      BiConsumer<? super Endpoint, ? super ByteBuffer> messages) {
    String objection = policy.objection(group.address(), source);
    if (objection != null) {
      CompletableFuture<Handle> refused = new CompletableFuture<>();
      OverlayException why = new OverlayException(Reason.NOT_PERMITTED, objection);
      loop().execute(() -> refused.completeExceptionally(why));
      return refused;
    }
    return bundled == null
        ? groups.join(group.address(), source, messages)
        : bundled.join(group.address(), source, messages);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the configuration does not allow the group
   */
  @Override
  public SendResult send(Group group, ByteBuffer message) {
    GroupSenders current = senders;
    if (current == null) {
      return SendResult.CLOSED;
    }
    String objection = policy.objection(group.address(), null);
    if (objection != null) {
      throw new IllegalArgumentException(objection);
    }
    SendResult result =
        bundled == null
            ? current.send(group.address(), message)
            : bundled.send(group.address(), message);
    sent += result == SendResult.ACCEPTED ? 1 : 0;
    blocked += result == SendResult.WOULD_BLOCK ? 1 : 0;
    return result;
  }

  @Override
  public boolean isReliable() {
    return config.delivery().isReliable();
  }

  @Override
  public boolean keepsHistory() {
    return config.delivery() == IpDelivery.HISTORY;
  }

  // ---- what it tells

  /** There are none: the network knows who is where. */
  @Override
  public List<Neighbour> neighbours() {
    return List.of();
  }

  /** The groups that it hears. */
  @Override
  public List<Endpoint> endpoints() {
    List<Endpoint> all = new ArrayList<>(bundled == null ? groups.joined() : bundled.joined());
    Interfaces used = interfaces;
    if (used != null && hearsAnnouncements && awaited == 0) {
      all.addAll(listenedTo(used));
    }
    return all;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("messages.sent", sent);
    sink.accept("messages.blocked", blocked);
    sink.accept("messages.heard", bundled == null ? groups.heard() : bundled.heard());
    sink.accept("datagrams.lost", bundled == null ? 0 : bundled.lost());
    directory.meters(sink);
  }
}

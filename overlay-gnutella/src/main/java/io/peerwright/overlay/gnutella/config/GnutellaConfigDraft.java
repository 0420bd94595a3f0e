package io.peerwright.overlay.gnutella.config;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.kit.net.AddressPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of a configuration that can be changed in code, while some of them are. */
final class GnutellaConfigDraft {
  private final GnutellaConfig base;
  List<HostPort> bootstrap;
  List<String> hostCaches;
  @Nullable Path knownHosts;
  @Nullable Endpoint listen;
  boolean firewalled;
  Tier role;
  ForwardingKind forwarding;
  int ultrapeerLinks;
  int dialledLinks;
  int leaves;
  int leafLinks;
  int maxTtl;
  int queryRate;
  boolean queryRouting;
  TlsUse tls;
  boolean deflate;
  boolean datagrams;
  boolean outOfBand;
  boolean hostCache;
  int maxUploads;
  int maxUploadsPerAddress;
  int queueLength;
  boolean partialSharing;
  long uploadRate;
  long uploadRatePerFile;
  int maxHosts;
  Duration quiet;
  Duration keepAlive;
  AddressPolicy addresses;

  /** As it is. */
  GnutellaConfigDraft(GnutellaConfig config) {
    base = config;
    bootstrap = config.bootstrap();
    hostCaches = config.hostCaches();
    knownHosts = config.knownHosts();
    listen = config.listen();
    firewalled = config.firewalled();
    role = config.role();
    forwarding = config.forwarding();
    ultrapeerLinks = config.ultrapeerLinks();
    dialledLinks = config.dialledLinks();
    leaves = config.leaves();
    leafLinks = config.leafLinks();
    maxTtl = config.maxTtl();
    queryRate = config.queryRate();
    queryRouting = config.queryRouting();
    tls = config.tls();
    deflate = config.deflate();
    datagrams = config.datagrams();
    outOfBand = config.outOfBand();
    hostCache = config.hostCache();
    maxUploads = config.maxUploads();
    maxUploadsPerAddress = config.maxUploadsPerAddress();
    queueLength = config.queueLength();
    partialSharing = config.partialSharing();
    uploadRate = config.uploadRate();
    uploadRatePerFile = config.uploadRatePerFile();
    maxHosts = config.maxHosts();
    quiet = config.quiet();
    keepAlive = config.keepAlive();
    addresses = config.addresses();
  }

  /** What it is now. */
  GnutellaConfig config() {
    return new GnutellaConfig(
        bootstrap,
        hostCaches,
        knownHosts,
        listen,
        firewalled,
        role,
        forwarding,
        ultrapeerLinks,
        dialledLinks,
        leaves,
        leafLinks,
        maxTtl,
        queryRate,
        queryRouting,
        tls,
        deflate,
        datagrams,
        outOfBand,
        hostCache,
        maxHosts,
        maxUploads,
        maxUploadsPerAddress,
        queueLength,
        partialSharing,
        uploadRate,
        uploadRatePerFile,
        quiet,
        keepAlive,
        base.reconnectMin(),
        base.reconnectMax(),
        addresses);
  }
}

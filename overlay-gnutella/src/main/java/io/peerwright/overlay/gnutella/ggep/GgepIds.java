package io.peerwright.overlay.gnutella.ggep;

/**
 * Ids of extensions. IPv4 endpoints are 4 bytes and a little-endian port, back to back; those of
 * IPv6 are 16 bytes and a port. Numbers are little-endian, in as few bytes as they need.
 */
public final class GgepIds {

  // ---- pings and pongs

  /** Wants cached pongs, or endpoints packed into one: a byte, see {@link GgepValues}. */
  public static final String SUPPORT_CACHED_PONGS = "SCP";

  /** Endpoints of other servents. */
  public static final String ENDPOINTS = "IPP";

  /** Endpoints of other servents, IPv6. */
  public static final String ENDPOINTS_IPV6 = "IPP6";

  /** Which of {@link #ENDPOINTS} speak TLS: a bit for each, the highest of a byte first. */
  public static final String ENDPOINTS_TLS = "IPP_TLS";

  /** The servent is a host cache that answers datagrams; its name, if it has one. */
  public static final String UDP_HOST_CACHE = "UDPHC";

  /** Other host caches that answer datagrams: lines of text. */
  public static final String HOST_CACHES = "PHC";

  /** The servent is an ultrapeer; version, free places for leaves and for ultrapeers. */
  public static final String ULTRAPEER = "UP";

  /** Four letters for the vendor, and a version. */
  public static final String VENDOR = "VC";

  /** Seconds that the servent is up on an average day. */
  public static final String DAILY_UPTIME = "DU";

  /** The servent answers queries that come as datagrams. */
  public static final String GUESS = "GUE";

  /** A key without which such a query is not answered; empty where one is asked for. */
  public static final String QUERY_KEY = "QK";

  /** The endpoint that the asker was seen at. */
  public static final String YOUR_ENDPOINT = "IP";

  // ---- queries

  /** The asker takes hits as datagrams with a token; in LIME/11 and hits the token itself. */
  public static final String SECURE_OUT_OF_BAND = "SO";

  /** Nobody is to take hits as datagrams in the name of the asker. */
  public static final String NO_PROXY = "NP";

  /** The asker takes files that the responder has not all of. */
  public static final String PARTIAL_RESULT = "PR";

  /** Asks for a feature, such as the newest files. */
  public static final String WHAT = "WH";

  /** The kinds of files that are wanted: a byte of bits. */
  public static final String MEDIA_TYPE = "M";

  /** The text of a query that is longer than old servents take. */
  public static final String LONG_QUERY = "XQ";

  /** A URN as text, without {@code urn:}; empty for any. */
  public static final String URN = "u";

  /** How many servents a query still walks to: see {@code WalkSteps}; of this servent only. */
  public static final String RANDOM_WALK = "RW";

  // ---- records of hits, and queries by hash

  /** A hash: its type, then its bytes; see {@link FileHash}. */
  public static final String HASH = "H";

  /** The root of the tree of Tiger hashes, 24 bytes. */
  public static final String TIGER_ROOT = "TT";

  /** The size of a file that 32 bits do not hold. */
  public static final String LARGE_FILE = "LF";

  /** Seconds from 1970 until the file was made. */
  public static final String CREATED = "CT";

  /** Endpoints of others that have the file. */
  public static final String ALTERNATES = "ALT";

  /** Endpoints of others that have the file, IPv6. */
  public static final String ALTERNATES_IPV6 = "ALT6";

  /** Which of {@link #ALTERNATES} speak TLS. */
  public static final String ALTERNATES_TLS = "ALT_TLS";

  /** Metadata as XML, of LimeWire. */
  public static final String XML = "<";

  /** The folder of the file. */
  public static final String PATH = "PATH";

  // ---- trailers of hits

  /** Endpoints that pass on a push to the servent. */
  public static final String PUSH_PROXIES = "PUSH";

  /** Endpoints that pass on a push to the servent, IPv6. */
  public static final String PUSH_PROXIES_IPV6 = "PUSH6";

  /** Which of {@link #PUSH_PROXIES} speak TLS. */
  public static final String PUSH_PROXIES_TLS = "PUSH_TLS";

  /** The servent tells all that it shares. */
  public static final String BROWSE_HOST = "BH";

  /** The name of the servent's host. */
  public static final String HOST_NAME = "HNAME";

  /** The servent crosses firewalls from both sides; the version of how. */
  public static final String FIREWALL_TO_FIREWALL = "FW";

  /** The version of gtk-gnutella. */
  public static final String GTK_VERSION = "GTKGV";

  // ---- everywhere

  /** The servent speaks TLS. */
  public static final String TLS = "TLS";

  /** The IPv6 address of the servent, 16 bytes. */
  public static final String IPV6 = "6";

  /** The servent takes IPv6; with data: and no IPv4. */
  public static final String IPV6_READY = "I6";

  private GgepIds() {}
}

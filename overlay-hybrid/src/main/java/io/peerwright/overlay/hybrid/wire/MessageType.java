package io.peerwright.overlay.hybrid.wire;

/**
 * The message numbers of the Napster protocol as OpenNap extended it. C: sent by clients, S: by
 * servers.
 */
public final class MessageType {

  /** S: error text before login; the connection is closed after it. */
  public static final int ERROR = 0;

  /** C: nick password port "client" link [build]. */
  public static final int LOGIN = 2;

  /** S: login accepted: the e-mail. */
  public static final int LOGIN_ACK = 3;

  /** C: as {@link #LOGIN} plus e-mail. */
  public static final int REGISTER = 6;

  /** C: is this nick free? */
  public static final int NICK_CHECK = 7;

  /** S: the nick is free. */
  public static final int NICK_FREE = 8;

  /** S: the nick is registered or on line. */
  public static final int NICK_TAKEN = 9;

  /** S: no valid nick. */
  public static final int NICK_INVALID = 10;

  /** C: nick password; servers do not answer it. */
  public static final int PASSWORD_CHECK = 11;

  /** C: "file" md5 size bitrate frequency seconds. */
  public static final int SHARE = 100;

  /** C: file, without quotes. */
  public static final int UNSHARE = 102;

  /** C: withdraw all files. S: how many these were. */
  public static final int UNSHARE_ALL = 110;

  /** C: clauses. */
  public static final int SEARCH = 200;

  /** S: "file" md5 size bitrate frequency seconds nick ip link. */
  public static final int SEARCH_HIT = 201;

  /** S: end of the hits. */
  public static final int SEARCH_END = 202;

  /** C: nick "file". */
  public static final int DOWNLOAD_REQUEST = 203;

  /** S: nick ip port "file" md5 link. */
  public static final int DOWNLOAD_READY = 204;

  /** Both: nick text. */
  public static final int PRIVATE_MESSAGE = 205;

  /** S: nick "file": the download cannot be had. */
  public static final int DOWNLOAD_ERROR = 206;

  /** C: nick. */
  public static final int HOTLIST_ADD = 207;

  /** C: nick, sent for each entry after login. */
  public static final int HOTLIST_INITIAL = 208;

  /** S: nick link: came on line. */
  public static final int HOTLIST_ON = 209;

  /** S: nick: went off line. */
  public static final int HOTLIST_OFF = 210;

  /** C: nick. */
  public static final int BROWSE = 211;

  /** S: nick "file" md5 size bitrate frequency seconds. */
  public static final int BROWSE_HIT = 212;

  /** S: nick [ip]. */
  public static final int BROWSE_END = 213;

  /** C: empty. S: users files gigabytes. */
  public static final int STATS = 214;

  /** C: md5 size. */
  public static final int RESUME = 215;

  /** S: nick ip port "file" md5 size link. */
  public static final int RESUME_HIT = 216;

  /** S: end of the hits. */
  public static final int RESUME_END = 217;

  /** C: a download has begun. */
  public static final int DOWNLOAD_STARTED = 218;

  /** C: a download has ended. */
  public static final int DOWNLOAD_ENDED = 219;

  /** C: an upload has begun. */
  public static final int UPLOAD_STARTED = 220;

  /** C: an upload has ended. */
  public static final int UPLOAD_ENDED = 221;

  /** S: nick: entry accepted. */
  public static final int HOTLIST_ACK = 301;

  /** S: nick: entry refused. */
  public static final int HOTLIST_ERROR = 302;

  /** C: nick. */
  public static final int HOTLIST_REMOVE = 303;

  /** C: empty. S: end of the list, with the number of entries. */
  public static final int IGNORE_LIST = 320;

  /** S: nick. */
  public static final int IGNORE_ENTRY = 321;

  /** Both: nick. */
  public static final int IGNORE_ADD = 322;

  /** Both: nick. */
  public static final int IGNORE_REMOVE = 323;

  /** S: nick: was not ignored. */
  public static final int IGNORE_UNKNOWN = 324;

  /** S: nick: is ignored already. */
  public static final int IGNORE_DUPLICATE = 325;

  /** C: empty. S: number of entries removed. */
  public static final int IGNORE_CLEAR = 326;

  /** C: channel. */
  public static final int CHANNEL_JOIN = 400;

  /** Both: channel. */
  public static final int CHANNEL_PART = 401;

  /** C: channel text. */
  public static final int CHANNEL_SAY = 402;

  /** S: channel nick text. */
  public static final int CHANNEL_SAID = 403;

  /** S: error or notice text after login. */
  public static final int NOTICE = 404;

  /** S: channel. */
  public static final int CHANNEL_JOIN_ACK = 405;

  /** S: channel nick files link. */
  public static final int CHANNEL_JOINED = 406;

  /** S: channel nick files link. */
  public static final int CHANNEL_LEFT = 407;

  /** S: channel nick files link. */
  public static final int CHANNEL_MEMBER = 408;

  /** S: channel. */
  public static final int CHANNEL_MEMBERS_END = 409;

  /** Both: channel [text]. */
  public static final int CHANNEL_TOPIC = 410;

  /** C: nick "file": a download from somebody behind a firewall. */
  public static final int PUSH_REQUEST = 500;

  /** S: nick ip port "file" md5 link: the uploader is to connect out. */
  public static final int PUSH_ORDER = 501;

  /** C: nick. */
  public static final int LINK_SPEED = 600;

  /** S: nick link. */
  public static final int LINK_SPEED_ANSWER = 601;

  /** C: nick. */
  public static final int WHOIS = 603;

  /** S: nick "level" seconds "channels" "status" files downloads uploads link "client". */
  public static final int WHOIS_ANSWER = 604;

  /** S: nick "level" last-seen. */
  public static final int WHOWAS = 605;

  /** S: nick "file": somebody wants to download. */
  public static final int UPLOAD_REQUEST = 607;

  /** C: nick "file". */
  public static final int UPLOAD_ACCEPT = 608;

  /** C: nick "file". */
  public static final int UPLOAD_REFUSE = 609;

  /** Both: list the channels, end of the list. */
  public static final int CHANNEL_LIST = 617;

  /** S: channel users topic. */
  public static final int CHANNEL_ENTRY = 618;

  /** C: nick "file" limit: no free slot. */
  public static final int QUEUE_LIMIT = 619;

  /** S: nick "file" size limit. */
  public static final int QUEUED = 620;

  /** C: empty. S: one line of the message of the day. */
  public static final int MESSAGE_OF_THE_DAY = 621;

  /** Both: nick: the data port cannot be reached. */
  public static final int DATA_PORT_ERROR = 626;

  /** Both: nick: asks for a direct browse. */
  public static final int DIRECT_BROWSE = 640;

  /** Both: nick ip port. */
  public static final int DIRECT_BROWSE_ACCEPT = 641;

  /** Both: nick "text". */
  public static final int DIRECT_BROWSE_ERROR = 642;

  /** C: link. */
  public static final int CHANGE_LINK_SPEED = 700;

  /** C: password. */
  public static final int CHANGE_PASSWORD = 701;

  /** C: e-mail. */
  public static final int CHANGE_EMAIL = 702;

  /** C: port. */
  public static final int CHANGE_DATA_PORT = 703;

  /** Both: server. */
  public static final int SERVER_PING = 750;

  /** Both: nick. */
  public static final int PING = 751;

  /** Both: nick. */
  public static final int PONG = 752;

  /** S: ip port: log in there. */
  public static final int REDIRECT = 821;

  /** S: log in at another server of the list. */
  public static final int CYCLE = 822;

  /** Both: channel [nick] "text". */
  public static final int CHANNEL_EMOTE = 824;

  /** S: channel nick files link. */
  public static final int CHANNEL_USER = 825;

  /** Both: channel, end of the list. */
  public static final int CHANNEL_USERS = 830;

  /** C: "folder", then repeatedly "file" md5 size bitrate frequency seconds. */
  public static final int SHARE_FOLDER = 870;

  /** S: ip port: connect there, to test the way. */
  public static final int CONNECTION_TEST = 900;

  /** S: port: listen there, to test the way. */
  public static final int LISTEN_TEST = 901;

  /** Both: list the links between servers, end of the list. */
  public static final int SERVER_LINKS = 10_112;

  /** C: "file" size md5 type. */
  public static final int SHARE_MEDIA = 10_300;

  private MessageType() {}
}

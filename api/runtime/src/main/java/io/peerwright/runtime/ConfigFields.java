package io.peerwright.runtime;

import java.util.List;
import java.util.Map;

/** The keys of the configuration that belong to no plug-in, and what they mean. */
final class ConfigFields {

  private static final Map<String, String> MEANINGS =
      Map.of(
          "name", "how logs and the network call the peer; unique in its network",
          "share", "folders to share, relative to the peer's directory",
          "exclude", "names of files that are not shared, with * and ?; case does not matter",
          "rescan", "how often shared folders are looked at again, 1 s..1 year; 0 looks once only",
          "download", "the folder for what is fetched, relative to the peer's directory",
          "events", "what overlays tell of themselves is logged from this level on; null: nothing",
          "metrics.prometheus",
              "where /metrics is served for Prometheus, such as 127.0.0.1:9464; null: nowhere",
          "listen", "where the peer listens; port 0 leaves the port to the system",
          "directory", "the folder that the peer's relative paths start from");

  /** Those of the document. */
  static final List<Field> BASE =
      Field.of("", ConfigReader.Base.class, ConfigReader.Base.DEFAULTS, ConfigFields::meaning);

  /** Those of the transport section. */
  static final List<Field> PLACE =
      Field.of("", ConfigReader.Place.class, ConfigReader.Place.DEFAULTS, ConfigFields::meaning);

  private ConfigFields() {}

  private static String meaning(String key) {
    return MEANINGS.getOrDefault(key, "");
  }
}

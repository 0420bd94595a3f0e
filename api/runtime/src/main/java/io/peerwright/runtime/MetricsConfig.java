package io.peerwright.runtime;

import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Where the meters of this process can be read. They are those of all its peers, so peers that name
 * the same address share one server, which listens while one of them runs.
 *
 * @param prometheus where {@code /metrics} is served over HTTP in the text format of Prometheus,
 *     for whoever reaches the port; null for nowhere
 */
public record MetricsConfig(@Nullable Endpoint prometheus) {

  /** Nowhere. */
  public static final MetricsConfig NONE = new MetricsConfig(null);

  /** Checks the address. */
  public MetricsConfig {
    if (prometheus != null && (prometheus.port() == 0 || prometheus.isMulticast())) {
      throw new IllegalArgumentException(
          "prometheus must be an address of this machine with a port that its reader knows, is "
              + prometheus);
    }
  }
}

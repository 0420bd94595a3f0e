package io.peerwright.multicast.auto;

import io.peerwright.api.Host;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.MulticastProvider;
import io.peerwright.api.spi.Provider;
import io.peerwright.kit.plugin.BasicProvider;
import io.peerwright.multicast.endhost.EndHostProvider;
import io.peerwright.multicast.flood.FloodPruneProvider;
import io.peerwright.multicast.ip.IpMulticastProvider;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Makes peers that use IP multicast where it works, and an overlay between subnets. */
public final class AutoProvider extends BasicProvider<AutoConfig>
    implements MulticastProvider<AutoConfig> {

  /** For the service loader. */
  public AutoProvider() {
    super("auto", AutoConfig.DEFAULT, explanations());
  }

  private static Map<String, String> explanations() {
    Map<String, String> all = new HashMap<>();
    all.put("useIp", "whether IP multicast is tried at all");
    all.put("ip", "IP multicast within a subnet; interfaces that are not listed are tried");
    all.put(
        "between",
        "the overlay between subnets and where IP multicast does not work: end-host, flood-prune");
    all.put("endHost", "end-host multicast, if that is the overlay");
    all.put("floodPrune", "flood and prune, if that is the overlay");
    addAll(all, "ip.", new IpMulticastProvider());
    addAll(all, "endHost.", new EndHostProvider());
    addAll(all, "floodPrune.", new FloodPruneProvider());
    return all;
  }

  private static void addAll(Map<String, String> all, String prefix, Provider<?> part) {
    for (RecordComponent each : part.configType().getRecordComponents()) {
      all.put(prefix + each.getName(), part.explain(each.getName()));
    }
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Multicast.class);
  }

  @Override
  public Overlay create(Host host, AutoConfig config) {
    return new AutoMulticast(this, host, config);
  }
}

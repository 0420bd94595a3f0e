package io.peerwright.samples.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The short names of the ways in which searches are brought to others, and what they stand for. */
final class ForwardingOption {

  private static final String TABLES = "+qrp";

  private static final Map<String, String> KINDS = kinds();

  private ForwardingOption() {}

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("flood", "flood");
    kinds.put("ring", "expanding-ring");
    kinds.put("walk", "random-walk");
    kinds.put("dq", "dynamic-query");
    return kinds;
  }

  /** The settings of an overlay that a name such as {@code dq+qrp} stands for. */
  static Map<String, String> settings(String name) {
    boolean tables = name.endsWith(TABLES);
    String kind = KINDS.get(tables ? name.substring(0, name.length() - TABLES.length()) : name);
    if (kind == null) {
      String known =
          KINDS.keySet().stream()
              .map(each -> each + ", " + each + TABLES)
              .collect(Collectors.joining(", "));
      throw new UserException("--forwarding takes one of " + known + ", not " + name);
    }
    return Map.of("forwarding", kind, "queryRouting", Boolean.toString(tables));
  }
}

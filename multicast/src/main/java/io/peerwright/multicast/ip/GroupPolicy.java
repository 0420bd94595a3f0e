package io.peerwright.multicast.ip;

import io.peerwright.api.net.Endpoint;
import io.peerwright.multicast.address.GroupAddress;
import io.peerwright.multicast.address.GroupPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which groups may be used. */
final class GroupPolicy {

  private final List<GroupPrefix> allowed;

  GroupPolicy(List<String> ranges) {
    allowed = ranges.stream().map(GroupPrefix::parse).toList();
  }

  /** What speaks against a group, for people; null if nothing does. */
  @Nullable String objection(Endpoint group, @Nullable Endpoint source) {
    GroupAddress address = new GroupAddress(group);
    if (group.port() == 0) {
      return group + " has no port; a group is an address and a port";
    }
    if (source != null && source.isIpv4() != group.isIpv4()) {
      return "the source " + source + " and the group " + group + " are not of one family";
    }
    if (allowed.isEmpty()) {
      return address.range().isForApplications()
          ? null
          : group + " is of the range " + address.range() + ", which is not for applications";
    }
    return allowed.stream().anyMatch(each -> each.contains(group))
        ? null
        : group + " is in none of the ranges that \"groups\" allows";
  }
}

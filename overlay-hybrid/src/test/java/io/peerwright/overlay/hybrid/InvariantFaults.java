package io.peerwright.overlay.hybrid;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults of the tables of a server, which nothing but their invariants shows. */
final class InvariantFaults {

  private InvariantFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "keeps the number of an owner who has gone",
            "server/UserDirectory.java",
            "    byOwner[session.owner] = null;\n",
            "",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"),
        new PlantedFault(
            "tells a user who has gone of those that it watched",
            "server/UserDirectory.java",
            "        unwatch(session, watched);\n",
            "        unwatch(session, session.nick);\n",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"),
        new PlantedFault(
            "keeps the name of whom nobody watches any more",
            "server/UserDirectory.java",
            "set.remove(watcher) && set.isEmpty()",
            "set.remove(watcher) && set.size() < 0",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"),
        new PlantedFault(
            "leaves a channel to an operator who has gone",
            "server/ChannelCommands.java",
            "      channel.operator = null;\n",
            "",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"),
        new PlantedFault(
            "keeps a channel that nobody is in",
            "server/ChannelCommands.java",
            "    if (channel.members.isEmpty()) {\n      channels.remove(channel);",
            "    if (channel.members.size() < 0) {\n      channels.remove(channel);",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"),
        new PlantedFault(
            "lets a user part from a channel that it does not forget",
            "server/ChannelCommands.java",
            "    session.channels().remove(channel);\n",
            "",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"),
        new PlantedFault(
            "lets a user who has gone stay in its channels",
            "server/Departures.java",
            "      channels.leaveAll(session);\n",
            "",
            "server.ServerInvariantsTest#tablesAgreeWhileUsersComeAndGo"));
  }
}

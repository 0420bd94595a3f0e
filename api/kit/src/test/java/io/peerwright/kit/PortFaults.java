package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in ports at which several protocols are spoken, and the tests that catch them. */
final class PortFaults {

  private PortFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "lets a later protocol take what an earlier one may want",
            "server/FirstBytes.java",
            "if (match == Match.UNDECIDED && !last) {",
            "if (match == Match.UNDECIDED && !last && held.length < 1) {",
            "server.ProtocolPortTest#itDoesNotMatterHowTheBytesAreCut"),
        new PlantedFault(
            "keeps the bytes that it has looked at",
            "server/FirstBytes.java",
            "      chosen.onOpen(this);\n      pumping = false;\n",
            "      chosen.onOpen(this);\n      held = new byte[0];\n      pumping = false;\n",
            "server.ProtocolPortTest#theFirstBytesSayWhatIsSpoken"),
        new PlantedFault(
            "delivers what it holds whatever the credit",
            "server/FirstBytes.java",
            "int count = Math.min(credit, held.length);",
            "int count = held.length;",
            "server.ProtocolPortTest#aHandlerIsGivenNoMoreThanItAsksFor"),
        new PlantedFault(
            "forgets what waits for credit",
            "server/FirstBytes.java",
            "      begun.loop.execute(() -> guarded(this::pump));\n",
            "",
            "server.ProtocolPortTest#whatIsHeldWaitsForCredit"),
        new PlantedFault(
            "tells the end before the bytes in front of it",
            "server/FirstBytes.java",
            "if (!over && inputOver && held.length == 0) {",
            "if (!over && inputOver) {",
            "server.ProtocolPortTest#whatIsHeldWaitsForCredit"),
        new PlantedFault(
            "waits for bytes behind the end",
            "server/FirstBytes.java",
            "    } else {\n      look(true);\n    }",
            "    } else {\n      look(false);\n    }",
            "server.ProtocolPortTest#anEndDecidesWhatMoreBytesWould"),
        new PlantedFault(
            "speaks to who is about to say something",
            "server/FirstBytes.java",
            "if (handler == null && held.length == 0 && ours != null && !over) {",
            "if (handler == null && ours != null && !over) {",
            "server.ProtocolPortTest#whoSaysNothingIsSpokenTo"),
        new PlantedFault(
            "looks at the first bytes for ever",
            "server/FirstBytes.java",
            "      look(held.length >= PortProtocol.MAX_PREFIX);",
            "      look(false);",
            "server.ProtocolPortTest#whatNobodyWantsIsCutOff"),
        new PlantedFault(
            "keeps who is of no use",
            "server/FirstBytes.java",
            "    begun.newcomer.cut(Reason.PROTOCOL);\n",
            "",
            "server.ProtocolPortTest#whatNobodyWantsIsCutOff"),
        new PlantedFault(
            "waits for ever for the first bytes",
            "server/Newcomer.java",
            "    cut(Reason.TIMEOUT);\n",
            "",
            "server.ProtocolPortTest#whoSaysNothingOrTooLittleIsCutOffInTime"),
        new PlantedFault(
            "lets each byte refresh the time of a newcomer",
            "server/Newcomer.java",
            "loop.schedule(withinNanos, this, 0, 0)",
            "loop.schedule(2 * withinNanos, this, 0, 0)",
            "server.ProtocolPortTest#whoSaysNothingOrTooLittleIsCutOffInTime"),
        new PlantedFault(
            "cuts off who has said what it wants",
            "server/Newcomer.java",
            "      loop.cancel(deadline);\n",
            "",
            "server.ProtocolPortTest#anAddressHasItsPlacesUntilItSaysWhatItWants"),
        new PlantedFault(
            "keeps the places of those who have said what they want",
            "server/Newcomer.java",
            "      had.release();\n",
            "",
            "server.ProtocolPortTest#anAddressHasItsPlacesUntilItSaysWhatItWants"),
        new PlantedFault(
            "keeps the places of those who are turned away",
            "server/FirstBytes.java",
            "      begun.newcomer.release();\n      beginning = null;\n",
            "",
            "server.ProtocolPortTest#whomAProtocolTurnsAwayHoldsNoPlace"),
        new PlantedFault(
            "leaves newcomers open when the port is closed",
            "server/ProtocolPort.java",
            "      List.copyOf(newcomers).forEach(Newcomer::shutDown);\n",
            "",
            "server.ProtocolPortTest#closingItCutsThoseOffThatHaveSaidNothing"),
        new PlantedFault(
            "leaves the port open",
            "server/ProtocolPort.java",
            "      listening.close();\n",
            "",
            "server.ProtocolPortTest#closingItCutsThoseOffThatHaveSaidNothing"),
        new PlantedFault(
            "makes one protocol wait for bytes",
            "server/ProtocolPort.java",
            "if (all.size() > 1 || silent != null) {",
            "if (protocols.size() > 0) {",
            "server.ProtocolPortTest#oneProtocolIsToldOfALinkAtOnceAndHasItsTimeToo"),
        new PlantedFault(
            "takes the start of a word for another word",
            "server/PortProtocol.java",
            "best = same == length ? Match.UNDECIDED : best;",
            "best = same > 0 ? Match.UNDECIDED : best;",
            "server.ProtocolPortTest#theFirstBytesSayWhatIsSpoken"),
        new PlantedFault(
            "takes every record of TLS for a ClientHello",
            "tls/TlsProtocol.java",
            "&& (there <= TYPE_AT || prefix.get(at + TYPE_AT) == CLIENT_HELLO);",
            ";",
            "server.PortProtocolsTest#anythingElseIsNoClientHelloFromTheFirstByteThatDiffers"),
        new PlantedFault(
            "waits for the message before it looks at the version of TLS",
            "tls/TlsProtocol.java",
            "(there <= 1 ||",
            "(there <= TYPE_AT ||",
            "server.PortProtocolsTest#anythingElseIsNoClientHelloFromTheFirstByteThatDiffers"),
        new PlantedFault(
            "takes TLS for granted after its first byte",
            "tls/TlsProtocol.java",
            "there > TYPE_AT ? Match.YES",
            "there > 0 ? Match.YES",
            "server.PortProtocolsTest#aClientHelloIsKnownWhereverItIsCut"),
        new PlantedFault(
            "lets the time of a newcomer go on for who speaks TLS",
            "tls/TlsProtocol.java",
            "    newcomer.release();\n",
            "",
            "server.PortProtocolsTest#whoIsKnownMayStayAndAskAgain"),
        new PlantedFault(
            "listens with TLS instead of taking links that are handed over",
            "tls/TlsProtocol.java",
            "new TlsTransport(port, host.loop(), servers, servers)\n"
                + "        .listen(host.listenAddress(), options, inside);\n"
                + "    this.tls = port.acceptor();",
            "this.tls = inside;",
            "server.PortProtocolsTest#theSameServerAnswersInTheClearAndOverTls"),
        new PlantedFault(
            "takes every GET for HTTP",
            "http/HttpServer.java",
            "PortProtocol.startsWith(prefix, \"GET /\", \"HEAD /\")",
            "PortProtocol.startsWith(prefix, \"GET \", \"HEAD /\")",
            "server.PortProtocolsTest#httpIsKnownByItsMethodAndPath"),
        new PlantedFault(
            "does not know HEAD",
            "http/HttpServer.java",
            "PortProtocol.startsWith(prefix, \"GET /\", \"HEAD /\")",
            "PortProtocol.startsWith(prefix, \"GET /\")",
            "server.PortProtocolsTest#httpIsKnownByItsMethodAndPath"),
        new PlantedFault(
            "lets the time of a newcomer go on for who speaks HTTP",
            "http/HttpServer.java",
            "      newcomer.release();\n",
            "",
            "server.PortProtocolsTest#whoIsKnownMayStayAndAskAgain"));
  }
}

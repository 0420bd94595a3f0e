package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/**
 * Faults in how messages and their extensions are read and written, and the tests that catch them.
 */
final class MessageFaults {

  private MessageFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- header
        new PlantedFault(
            "tells of the wrong servents that they take TLS",
            "ggep/GgepValues.java",
            "marks[i / Byte.SIZE] |= (byte) (HIGHEST_BIT >> i % Byte.SIZE);",
            "marks[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);",
            "ggep.MarkedEndpointsTest#hasAsManyBytesAsItNeeds"),
        new PlantedFault(
            "forwards a message once more than its TTL allows",
            "message/Header.java",
            "Math.max(ttl(bytes, at) - 1, 0)",
            "Math.max(ttl(bytes, at), 0)",
            "message.HeaderTest#hopMovesOneFromTtlToHops"),
        new PlantedFault(
            "lets the TTL of the last hop wrap around",
            "message/Header.java",
            "Math.max(ttl(bytes, at) - 1, 0)",
            "ttl(bytes, at) - 1 & 0xff",
            "message.HeaderTest#hopStopsAtZero"),
        new PlantedFault(
            "believes any TTL",
            "message/Header.java",
            "Math.max(maxTtl - hops, 0)",
            "Math.max(maxTtl, ttl(bytes, at))",
            "message.HeaderTest#hopCutsATtlThatIsTooHigh"),
        new PlantedFault(
            "counts hops over 255",
            "message/Header.java",
            "Math.min(hops(bytes, at) + 1, MAX_BYTE)",
            "hops(bytes, at) + 1 & MAX_BYTE",
            "message.HeaderTest#hopCutsATtlThatIsTooHigh"),
        new PlantedFault(
            "takes a length of more than 64 KiB",
            "message/Header.java",
            "fits ? BYTES",
            "true ? BYTES",
            "message.HeaderTest#upperHalfOfTheLengthIsRefused"),
        new PlantedFault(
            "takes flags where none were agreed on",
            "message/Header.java",
            "upper == 0 || flags && (",
            "upper == 0 || (",
            "message.HeaderTest#upperHalfHoldsFlagsWhereTheyWereAgreedOn"),
        new PlantedFault(
            "takes flags without their marker",
            "message/Header.java",
            "flags && (upper & FLAGS_MARKER) != 0",
            "flags",
            "message.HeaderTest#upperHalfHoldsFlagsWhereTheyWereAgreedOn"),
        new PlantedFault(
            "writes the length big-endian",
            "message/Header.java",
            "out.putInt(Integer.reverseBytes(payload));",
            "out.putInt(payload);",
            "message.HeaderTest#fieldsStandWhereTheDocumentSays"),
        new PlantedFault(
            "swaps TTL and hops",
            "message/Header.java",
            "put((byte) ttl).put((byte) hops)",
            "put((byte) hops).put((byte) ttl)",
            "message.HeaderTest#fieldsStandWhereTheDocumentSays"),
        new PlantedFault(
            "makes GUIDs without the mark of modern servents",
            "message/Guid.java",
            "random.nextLong() & ~LAST_BYTE | MODERN",
            "random.nextLong() & ~LAST_BYTE",
            "message.HeaderTest#guidHasTheMarksOfAModernServent"),
        new PlantedFault(
            "writes the port in a GUID big-endian",
            "message/Guid.java",
            "(at.port() & 0xffL) << 16 | (at.port() >> 8 & 0xffL) << 8",
            "(at.port() & 0xffffL) << 8",
            "message.HeaderTest#guidCarriesTheAddressForDatagrams"),
        new PlantedFault(
            "reads the port in a GUID big-endian",
            "message/Guid.java",
            "low >>> 16 & 0xff | (low >>> 8 & 0xff) << 8",
            "low >>> 8 & 0xffff",
            "message.CapturedMessagesTest#guidOfAnOutOfBandQuerySaysWhereHitsGo"),
        // ---- messages
        new PlantedFault(
            "reads the flags of queries little-endian",
            "message/Query.java",
            "payload.at(0) << 8 | payload.at(1)",
            "payload.at(1) << 8 | payload.at(0)",
            "message.CapturedMessagesTest#queriesSayWhatTheRecorderSays"),
        new PlantedFault(
            "takes the least speed of old queries for flags",
            "message/Query.java",
            "(flags & MARKER) != 0 && (flags & bit) != 0",
            "(flags & bit) != 0",
            "message.MessagesTest#flagsOfOldQueriesMeanNothing"),
        new PlantedFault(
            "drops what follows the text of a query",
            "message/Query.java",
            "payload.part(end + 1, payload.size() - end - 1)",
            "Octets.EMPTY",
            "message.CapturedMessagesTest#allAreReadAndWrittenAsTheSameBytes"),
        new PlantedFault(
            "looks for the text of a query beyond its payload",
            "message/Query.java",
            "int end = at + Header.BYTES + Header.payloadLength(bytes, at);",
            "int end = bytes.limit();",
            "message.MessagesTest#textOfAQueryEndsWithinItsPayload"),
        new PlantedFault(
            "reads pong addresses little-endian",
            "message/Pong.java",
            "Endpoint.ofIpv4(bytes.getInt(ADDRESS)",
            "Endpoint.ofIpv4(Integer.reverseBytes(bytes.getInt(ADDRESS))",
            "message.CapturedMessagesTest#pongSaysWhatTheRecorderSays"),
        new PlantedFault(
            "drops the extensions of a pong",
            "message/Pong.java",
            "payload.part(FIXED_BYTES, payload.size() - FIXED_BYTES)",
            "Octets.EMPTY",
            "message.CapturedMessagesTest#allAreReadAndWrittenAsTheSameBytes"),
        new PlantedFault(
            "takes a push that is cut off",
            "message/Push.java",
            "Fields.checkLength(\"push\", payload, FIXED_BYTES);",
            "",
            "message.MessagesTest#messagesThatAreCutOffAreRefused"),
        new PlantedFault(
            "takes the GUID of the message for that of the servent",
            "message/QueryHit.java",
            "Header.guid(bytes, end)",
            "Header.guid(bytes, 0)",
            "message.CapturedMessagesTest#hitNamesItsServent"),
        new PlantedFault(
            "takes the lines behind a bye for its reason",
            "message/Bye.java",
            "WireText.decode(text().lines().findFirst().orElse(\"\"))",
            "WireText.decode(text())",
            "message.CapturedMessagesTest#byesSayWhy"),
        new PlantedFault(
            "refuses QRP messages of a variant that it does not know",
            "message/Qrp.java",
            "default -> new Unknown(MessageType.QRP, payload);",
            "default -> throw new MalformedException(\"unknown\");",
            "message.MessagesTest#whatIsUnknownIsKept"),
        // ---- GGEP
        new PlantedFault(
            "reads lengths lowest first",
            "ggep/Ggep.java",
            "length = length << LENGTH_BITS | part & (1 << LENGTH_BITS) - 1;",
            "length |= (part & (1 << LENGTH_BITS) - 1) << LENGTH_BITS * i;",
            "ggep.GgepTest#lengthsAreThoseOfTheDocument"),
        new PlantedFault(
            "takes the reserved bit",
            "ggep/Ggep.java",
            "(flags & RESERVED) != 0 || idLength == 0",
            "idLength == 0",
            "ggep.GgepTest#refusesWhatIsNoBlock"),
        new PlantedFault(
            "takes a NUL in an id",
            "ggep/Ggep.java",
            "if (id.indexOf(0, 0) >= 0)",
            "if (id.isEmpty())",
            "ggep.GgepTest#refusesWhatIsNoBlock"),
        new PlantedFault(
            "reads one block only",
            "ggep/Ggep.java",
            "while (in.hasRemaining() && (in.get(in.position()) & 0xff) == MAGIC);",
            "while (false);",
            "ggep.GgepTest#blocksBackToBackAreOne"),
        new PlantedFault(
            "shortens lengths that are longer than needed",
            "ggep/Ggep.java",
            "return new Ggep(List.copyOf(found), Octets.of(in, start, in.position() - start));",
            "return of(found);",
            "ggep.GgepTest#lengthsThatAreLongerThanNeededAreKept"),
        new PlantedFault(
            "takes any number of extensions",
            "ggep/Ggep.java",
            "if (found.size() == MAX_EXTENSIONS)",
            "if (found.size() < 0)",
            "ggep.GgepTest#extensionsAreCounted"),
        new PlantedFault(
            "puts a NUL at the end of what COBS ends",
            "ggep/Cobs.java",
            "run < LONGEST_RUN && from < stuffed.size()",
            "run < LONGEST_RUN",
            "ggep.GgepTest#stuffsAsTheCapturesDo"),
        new PlantedFault(
            "puts a NUL behind the longest run of COBS",
            "ggep/Cobs.java",
            "if (run < LONGEST_RUN && from",
            "if (from",
            "ggep.GgepTest#stuffingLosesNothing"),
        new PlantedFault(
            "takes a NUL in what is stuffed",
            "ggep/Cobs.java",
            "if (value == 0) {\n          throw",
            "if (value < 0) {\n          throw",
            "ggep.GgepTest#refusesWhatIsNotStuffed"),
        new PlantedFault(
            "inflates whatever is there",
            "ggep/ZlibData.java",
            "if (size > maxBytes) {",
            "if (size < 0) {",
            "ggep.GgepTest#bombsDoNotGoOff"),
        new PlantedFault(
            "takes deflated data that are cut off",
            "ggep/ZlibData.java",
            "if (got == 0 && !inflater.finished()) {\n"
                + "          throw new MalformedException(\"a deflated extension that is cut"
                + " off\");\n"
                + "        }",
            "if (got == 0) {\n          break;\n        }",
            "ggep.GgepTest#refusesWhatIsNotDeflated"),
        new PlantedFault(
            "ends a block at 0x1C",
            "ggep/ExtensionArea.java",
            "} else if (first == Ggep.MAGIC && found.readBlock(in)) {",
            "} else if (first == Ggep.MAGIC && area.indexOf(SEPARATOR, 0) < 0 &&"
                + " found.readBlock(in)) {",
            "ggep.ExtensionAreaTest#separatorsInABlockAreItsOwn"),
        new PlantedFault(
            "takes a URN for a wish for all",
            "ggep/ExtensionArea.java",
            "return isUrn(text) && text.endsWith(\":\");",
            "return isUrn(text);",
            "ggep.ExtensionAreaTest#tellsWhoWantsUrns"),
        new PlantedFault(
            "tells a bitprint as one name",
            "ggep/FileHash.java",
            "if (!urn.namespace().equals(Urn.BITPRINT))",
            "if (urn != null)",
            "ggep.ExtensionAreaTest#bitprintsAreTwoHashes"),
        new PlantedFault(
            "takes places for ultrapeers for those for leaves",
            "ggep/GgepValues.java",
            "new Ultrapeer(data.at(0), data.at(1), data.at(2))",
            "new Ultrapeer(data.at(0), data.at(2), data.at(1))",
            "ggep.ExtensionAreaTest#pongsTellOfTheServent"),
        new PlantedFault(
            "reads endpoints of an odd length",
            "ggep/GgepValues.java",
            "if (data.size() % entry != 0)",
            "if (data.isEmpty())",
            "ggep.ExtensionAreaTest#endpointsOfBothKindsArePacked"));
  }
}

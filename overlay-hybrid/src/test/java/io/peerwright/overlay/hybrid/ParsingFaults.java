package io.peerwright.overlay.hybrid;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/**
 * Faults in how messages are read and written and files are found, and the tests that catch them.
 */
final class ParsingFaults {

  private ParsingFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- wire
        new PlantedFault(
            "reads numbers of a header big-endian",
            "wire/Frame.java",
            "bytes.get(at) & 0xff | (bytes.get(at + 1) & 0xff) << 8",
            "bytes.get(at + 1) & 0xff | (bytes.get(at) & 0xff) << 8",
            "wire.WireTest#aFrameHasALittleEndianHeader"),
        new PlantedFault(
            "counts the header as text",
            "wire/Frame.java",
            "HEADER_BYTES + unsignedShort(bytes, bytes.position())",
            "unsignedShort(bytes, bytes.position())",
            "wire.WireTest#aFrameHasALittleEndianHeader"),
        new PlantedFault(
            "writes frames that are too long",
            "wire/FrameWriter.java",
            "if (length > Frame.MAX_BODY_BYTES) {",
            "if (length > 2 * Frame.MAX_BODY_BYTES) {",
            "wire.WireTest#aFrameThatIsTooLongIsLeftOut"),
        new PlantedFault(
            "writes quotes inside quotes",
            "wire/FrameWriter.java",
            "c == '\"' ? '\\'' : c > 0xff",
            "c > 0xff",
            "wire.WireTest#quotesInNamesNeverBreakAFrame"),
        new PlantedFault(
            "copies from the wrong place",
            "wire/FrameWriter.java",
            "System.arraycopy(bytes, from, bytes, at, to - from);",
            "System.arraycopy(bytes, from + 1, bytes, at, to - from);",
            "wire.WireTest#whatAnEarlierFrameSaysIsCopied"),
        new PlantedFault(
            "describes a file of several users once",
            "server/SearchCommands.java",
            "answer.begin(MessageType.SEARCH_HIT).again(from, to);",
            "answer.begin(MessageType.SEARCH_HIT);",
            "server.HybridServerTest#whatSeveralShareIsTheSameButForWhoHasIt"),
        new PlantedFault(
            "writes hashes from their end",
            "wire/FrameWriter.java",
            "word >>> shift & 0xff",
            "word >>> 24 - shift & 0xff",
            "wire.WireTest#bytesAndNumbersAreWrittenAsTextIs"),
        new PlantedFault(
            "ends a quoted field at a space",
            "wire/Fields.java",
            "quoted ? QUOTE : SPACE",
            "SPACE",
            "wire.WireTest#fieldsAreSplitBySpacesAndQuotes"),
        new PlantedFault(
            "lets numbers overflow",
            "wire/Fields.java",
            " || value > MAX_NUMBER",
            "",
            "wire.WireTest#numbersThatAreNoneAreNegative"),
        new PlantedFault(
            "tells words apart by their case",
            "wire/Fields.java",
            "upper(bytes[from + i]) != upper(word.charAt(i))",
            "bytes[from + i] != word.charAt(i)",
            "wire.SearchParserTest#clausesComeInAnyOrder"),
        new PlantedFault(
            "writes addresses in network order",
            "wire/WireAddress.java",
            "Integer.reverseBytes(endpoint.ipv4())",
            "endpoint.ipv4()",
            "wire.WireTest#addressesAreInMemoryOrder"),
        new PlantedFault(
            "takes port 65,536",
            "wire/WireAddress.java",
            "port > 65_535",
            "port > 65_536",
            "wire.WireTest#addressesAreInMemoryOrder"),
        new PlantedFault(
            "tells an IPv6 address at which nobody listens",
            "wire/WireAddress.java",
            "if (!at.isIpv4() && at.port() > 0)",
            "if (!at.isIpv4())",
            "wire.WireTest#anIpv6AddressStandsInOneFieldMore"),
        new PlantedFault(
            "connects to no address",
            "wire/TransferReady.java",
            "at.port() > 0 && !at.isAnyLocal()",
            "at.port() > 0",
            "wire.WireTest#anIpv6AddressStandsInOneFieldMore"),
        new PlantedFault(
            "passes control characters on",
            "wire/NapText.java",
            "Character.isISOControl(c) ? '_' : c",
            "c",
            "wire.WireTest#textIsUtf8OrLegacy"),
        new PlantedFault(
            "takes a speed for the one below it",
            "wire/LinkType.java",
            "KBIT_PER_SECOND[number + 1] <= speed",
            "KBIT_PER_SECOND[number + 1] < speed",
            "wire.WireTest#linkTypesOrderSpeeds"),
        new PlantedFault(
            "expects a size in 619",
            "wire/QueueNotice.java",
            "type == MessageType.QUEUED ? fields.nextNumber() : -1",
            "fields.nextNumber()",
            "wire.WireTest#messagesReadBackAsWritten"),
        new PlantedFault(
            "takes a largest size for the smallest, too",
            "wire/SearchParser.java",
            "atBest ? range : range.atLeast(number)",
            "range.atLeast(number)",
            "wire.SearchParserTest#clausesComeInAnyOrder"),
        new PlantedFault(
            "reads any number of clauses",
            "wire/SearchParser.java",
            "if (++clauses > MAX_CLAUSES)",
            "if (++clauses < 0)",
            "wire.SearchParserTest#errorsReadAsServersWriteThem"),
        new PlantedFault(
            "leaves out what stands for all types",
            "wire/SearchQuery.java",
            "if (!type.equals(DEFAULT_TYPE))",
            "if (!type.equals(ANY_TYPE))",
            "wire.SearchParserTest#whatIsWrittenReadsBack"));
  }
}

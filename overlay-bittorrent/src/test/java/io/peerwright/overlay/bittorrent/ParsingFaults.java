package io.peerwright.overlay.bittorrent;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in how torrents and messages are read and written, and the tests that catch them. */
final class ParsingFaults {

  private ParsingFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- bencode
        new PlantedFault(
            "takes the last of a doubled key",
            "bencode/BReader.java",
            "found.putIfAbsent(key, value",
            "found.put(key, value",
            "bencode.BencodeTest#takesKeysInAnyOrderAndOfDoubledOnesTheFirst"),
        new PlantedFault(
            "reads keys as UTF-8",
            "bencode/BReader.java",
            "String key = string().latin1();",
            "String key = string().text();",
            "bencode.BencodeTest#sortsKeysByUnsignedBytes"),
        new PlantedFault(
            "takes an integer without digits",
            "bencode/BReader.java",
            "if (at == digits || peek()",
            "if (peek()",
            "bencode.BencodeTest#refusesWhatIsNotBencoded"),
        new PlantedFault(
            "refuses the smallest integer",
            "bencode/BReader.java",
            "if (!negative && value == Long.MIN_VALUE)",
            "if (value == Long.MIN_VALUE)",
            "bencode.BencodeTest#readsTheWholeRangeOfLongs"),
        new PlantedFault(
            "ignores what follows the value",
            "bencode/BReader.java",
            "if (reader.at < bytes.length)",
            "if (reader.at > bytes.length)",
            "bencode.BencodeTest#refusesWhatIsNotBencoded"),
        new PlantedFault(
            "nests one deeper than allowed",
            "bencode/BReader.java",
            "if (depth > limits.maxDepth())",
            "if (depth > limits.maxDepth() + 1)",
            "bencode.BencodeTest#nestingAndCountAreBounded"),
        new PlantedFault(
            "does not move past the value at the head of a message",
            "bencode/BReader.java",
            "message.position(message.position() + reader.at);",
            "",
            "bencode.BencodeTest#readsTheValueAtTheHeadOfAMessage"),
        new PlantedFault(
            "keeps one byte too few of each value",
            "bencode/BValue.java",
            "to - from)",
            "to - from - 1)",
            "bencode.BencodeTest#keepsTheExactBytesOfEachValue"),
        new PlantedFault(
            "writes the same key twice",
            "bencode/BWriter.java",
            "last.compareTo(\"d\" + key) >= 0",
            "last.compareTo(\"d\" + key) > 0",
            "bencode.BencodeTest#writerCatchesItsCallersMistakes"),
        new PlantedFault(
            "writes text as Latin-1",
            "bencode/BWriter.java",
            "text.getBytes(StandardCharsets.UTF_8)",
            "text.getBytes(StandardCharsets.ISO_8859_1)",
            "bencode.BencodeTest#writesWhatItReads"),
        // ---- metainfo
        new PlantedFault(
            "hashes what it understood of the info dictionary",
            "metainfo/Info.java",
            "hash = InfoHash.of(encoded);",
            "hash = InfoHash.of(ByteBuffer.wrap(dict.toString().getBytes()));",
            "metainfo.MetainfoTest#theHashCoversTheBytesAsTheyWereFound"),
        new PlantedFault(
            "forgets the last piece if it is short",
            "metainfo/Info.java",
            "(totalLength() + pieceLength - 1) / pieceLength",
            "totalLength() / pieceLength",
            "metainfo.MetainfoTest#countsPieces"),
        new PlantedFault(
            "takes the last piece for a long one",
            "metainfo/Info.java",
            "return (int) Math.min(pieceLength, totalLength() - offset(piece));",
            "return pieceLength;",
            "metainfo.MetainfoTest#countsPieces"),
        new PlantedFault(
            "has no offsets beyond 2 GiB",
            "metainfo/Info.java",
            "return (long) piece * pieceLength;",
            "return piece * pieceLength;",
            "metainfo.MetainfoTest#offsetsAreLongAndHashesThoseOfTheirPieces"),
        new PlantedFault(
            "compares each piece with the first hash",
            "metainfo/Info.java",
            "hashes.slice(piece * HASH_BYTES, HASH_BYTES)",
            "hashes.slice(0, HASH_BYTES)",
            "metainfo.MetainfoTest#offsetsAreLongAndHashesThoseOfTheirPieces"),
        new PlantedFault(
            "takes a name that is the folder above",
            "metainfo/Names.java",
            "|| clean.equals(\"..\")",
            "",
            "metainfo.MetainfoTest#noNameLeadsOut"),
        new PlantedFault(
            "takes a separator in a name",
            "metainfo/Names.java",
            ".replace('/', '_')",
            "",
            "metainfo.MetainfoTest#noNameLeadsOut"),
        new PlantedFault(
            "takes the name in the old encoding first",
            "metainfo/Names.java",
            "unicode != null && !unicode.values().isEmpty() ? unicode : file.list(\"path\")",
            "file.list(\"path\")",
            "metainfo.MetainfoTest#namesInUtf8ComeFirst"),
        new PlantedFault(
            "takes symbolic links for files",
            "metainfo/FileList.java",
            "boolean padding = link || attr",
            "boolean padding = attr",
            "metainfo.MetainfoTest#linksAreLeftOut"),
        new PlantedFault(
            "does not count padding",
            "metainfo/FileList.java",
            "offset += length;",
            "offset += padding ? 0 : length;",
            "metainfo.MetainfoTest#readsSeveralFilesWithPadding"),
        new PlantedFault(
            "takes one tracker although there are tiers",
            "metainfo/Metainfo.java",
            "if (tiers.isEmpty()) {",
            "if (tiers.size() >= 0) {",
            "metainfo.MetainfoTest#readsTiers"),
        new PlantedFault(
            "leaves out the last file of a range",
            "metainfo/TorrentMagnet.java",
            "files.set(from, to + 1);",
            "files.set(from, to);",
            "metainfo.TorrentMagnetTest#readsAllThatALinkMaySay"),
        // ---- wire
        new PlantedFault(
            "takes choke for unchoke",
            "wire/PeerReader.java",
            "messages.onChoke(id == MessageId.CHOKE);",
            "messages.onChoke(id != MessageId.CHOKE);",
            "wire.WireTest#whatIsWrittenIsReadHoweverItIsCut"),
        new PlantedFault(
            "takes cancel for reject",
            "wire/PeerReader.java",
            "messages.onCancel(",
            "messages.onReject(",
            "wire.WireTest#whatIsWrittenIsReadHoweverItIsCut"),
        new PlantedFault(
            "keeps what it held of the message before",
            "wire/PeerReader.java",
            "    heldBytes = 0;\n",
            "",
            "wire.WireTest#whatIsWrittenIsReadHoweverItIsCut"),
        new PlantedFault(
            "takes a block one byte too long",
            "wire/PeerReader.java",
            "blockLength > MAX_BLOCK)",
            "blockLength > MAX_BLOCK + 1)",
            "wire.WireTest#saysWhatAPeerDidWrong"),
        new PlantedFault(
            "takes a message one byte too long",
            "wire/PeerReader.java",
            "if (length > maxMessage)",
            "if (length > maxMessage + 1)",
            "wire.WireTest#saysWhatAPeerDidWrong"),
        new PlantedFault(
            "says that it speaks BEP 6 by another bit",
            "wire/Handshake.java",
            "FAST = 0x04L",
            "FAST = 0x40L",
            "wire.WireTest#whatIsWrittenIsReadHoweverItIsCut"),
        new PlantedFault(
            "writes messages into the middle of a block",
            "wire/Outbox.java",
            "if ((!midBlocks || writeRun(link)) && writeMessages(link))",
            "if (writeMessages(link))",
            "wire.WireTest#runsAreWrittenWholeAndGivenBack"),
        new PlantedFault(
            "lets any number of messages wait",
            "wire/Outbox.java",
            "overflown = true;",
            "overflown = false;",
            "wire.WireTest#aPeerThatDoesNotReadIsCutOff"),
        new PlantedFault(
            "takes any number for an extension",
            "wire/ExtensionHandshake.java",
            "number.value() <= MAX_NUMBER",
            "number.value() <= 10 * MAX_NUMBER",
            "wire.WireTest#readsExtensionHandshakes"));
  }
}

package io.peerwright.overlay.gnutella;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in hits, vendor messages and query routing tables, and the tests that catch them. */
final class TableFaults {

  private TableFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        // ---- hits
        new PlantedFault(
            "forgets in tables what goes",
            "sharing/LibraryTables.java",
            "slots.remove(file.item().name());",
            "",
            "sharing.LibraryTest#findsTheSameWithTablesAndWithout"),
        new PlantedFault(
            "lets names end on the wire",
            "sharing/HitWriter.java",
            "if (name.chars().noneMatch(Character::isISOControl)) {",
            "if (!name.isEmpty()) {",
            "sharing.HitWriterTest#namesOfAnyKindAreHarmlessOnTheWire"),
        new PlantedFault(
            "lets push mean something by the first byte",
            "hit/HitTrailer.java",
            "openData.at(flag == FIREWALLED ? 1 : 0) & flag",
            "openData.at(0) & flag",
            "hit.HitBodyTest#flagsMeanSomethingOnlyInBothBytes"),
        new PlantedFault(
            "takes a flag that means nothing",
            "hit/HitTrailer.java",
            "return tells(flag) && (",
            "return (",
            "hit.HitBodyTest#flagsMeanSomethingOnlyInBothBytes"),
        new PlantedFault(
            "takes XML for GGEP",
            "hit/HitTrailer.java",
            "privateData.part(0, privateData.size() - xmlSize())",
            "privateData.part(privateData.size() - xmlSize(), xmlSize())",
            "hit.HitBodyTest#xmlStandsAtTheEnd"),
        new PlantedFault(
            "takes a size of XML that is not there",
            "hit/HitTrailer.java",
            "size > privateData.size() ? 0 : size",
            "Math.min(size, privateData.size())",
            "hit.HitBodyTest#xmlStandsAtTheEnd"),
        new PlantedFault(
            "takes files of 2 GiB for small ones",
            "hit/HitRecord.java",
            "size > MAX_PLAIN ? LARGE : size",
            "size > LARGE ? LARGE : size",
            "hit.HitBodyTest#largeFilesKeepTheirSize"),
        new PlantedFault(
            "takes an unknown size for 4 GiB",
            "hit/HitRecord.java",
            "size32 == LARGE ? -1 : size32",
            "size32",
            "hit.HitBodyTest#largeFilesKeepTheirSize"),
        new PlantedFault(
            "reads records that are not all there",
            "hit/HitBody.java",
            "if (end < 0) {\n        throw",
            "if (nameEnd < 0) {\n        throw",
            "hit.HitBodyTest#fewerRecordsThanSaidAreRefused"),
        // ---- vendor messages
        new PlantedFault(
            "reads the GUID of a connect back where version 2 has none",
            "vendor/VendorCodec.java",
            "id.version() < 2 ? Optional.of(guid(some, PORT_BYTES)) : Optional.empty()",
            "Optional.of(guid(some, PORT_BYTES))",
            "vendor.VendorCodecTest#conversationSaysWhatTheRecorderSays"),
        new PlantedFault(
            "looks for a token behind two bytes only",
            "vendor/VendorCodec.java",
            "data.indexOf(Ggep.MAGIC, 1)",
            "data.indexOf(Ggep.MAGIC, 2)",
            "vendor.VendorCodecTest#conversationSaysWhatTheRecorderSays"),
        new PlantedFault(
            "believes the count of a list",
            "vendor/VendorCodec.java",
            "|| data.size() < COUNT_BYTES + count * bytes",
            "",
            "vendor.VendorCodecTest#whatIsTooShortIsUnread"),
        new PlantedFault(
            "takes lists of any length",
            "vendor/VendorCodec.java",
            "count > MessagesSupported.MAX || ",
            "",
            "vendor.VendorCodecTest#whatIsTooShortIsUnread"),
        // ---- QRP
        new PlantedFault(
            "hashes letters as they are",
            "qrp/WordHash.java",
            "Character.toLowerCase(word.charAt(i))",
            "word.charAt(i)",
            "qrp.WordHashTest#caseDoesNotMatter"),
        new PlantedFault(
            "multiplies with another number",
            "qrp/WordHash.java",
            "0x4F1BBCDC",
            "0x4F1BBCDD",
            "qrp.WordHashTest#slotsAreThoseOfTheDocument"),
        new PlantedFault(
            "takes the low bits of the hash",
            "qrp/WordHash.java",
            "hash >>> Integer.SIZE - bits",
            "hash & (1 << bits) - 1",
            "qrp.WordHashTest#slotsAreThoseOfTheDocument"),
        new PlantedFault(
            "leaves words decomposed",
            "qrp/Keywords.java",
            ".map(Keywords::composed)",
            "",
            "qrp.WordHashTest#wordsAreRunsOfLettersAndDigits"),
        new PlantedFault(
            "cuts words down to three letters",
            "qrp/Keywords.java",
            "bytes(start) <= SHORTEST",
            "bytes(start) < SHORTEST",
            "qrp.TableReceiverTest#capturedTablesHoldTheSlotsOfTheRecorder"),
        new PlantedFault(
            "cuts words without end",
            "qrp/Keywords.java",
            "i < MAX_CUTS",
            "i < 99",
            "qrp.WordHashTest#tablesHoldStartsOfWords"),
        new PlantedFault(
            "looks up words that no table holds",
            "qrp/QueryHashes.java",
            "length >= Keywords.SHORTEST && count",
            "length > 0 && count",
            "qrp.QueryRoutingTableTest#queriesPassIfAllTheirWordsMayBeThere"),
        new PlantedFault(
            "takes any number of words",
            "qrp/QueryHashes.java",
            "Keywords.SHORTEST && count < MAX_WORDS) {\n      hashes[count++] = WordHash.finish(folded);",
            "Keywords.SHORTEST) {\n      hashes[count++] = WordHash.finish(folded);",
            "qrp.WordHashTest#wordsOfAQueryAreCounted"),
        new PlantedFault(
            "passes a query one of whose words is there",
            "qrp/QueryRoutingTable.java",
            "boolean anyOf = query.isByUrn();\n    for",
            "boolean anyOf = true;\n    for",
            "qrp.QueryRoutingTableTest#queriesPassIfAllTheirWordsMayBeThere"),
        new PlantedFault(
            "passes queries for URNs only if all are there",
            "qrp/QueryRoutingTable.java",
            "boolean anyOf = query.isByUrn();\n    for",
            "boolean anyOf = false;\n    for",
            "qrp.QueryRoutingTableTest#queriesForUrnsPassIfOneMayBeThere"),
        new PlantedFault(
            "merges a smaller table into the first of its slots",
            "qrp/QueryRoutingTable.java",
            "int times = 1 << intoBits - bits;",
            "int times = 1;",
            "qrp.QueryRoutingTableTest#mergedTablesHoldWhatEachOfThemHolds"),
        new PlantedFault(
            "keeps many bits for few words",
            "qrp/QueryRoutingTable.java",
            "boolean sparse = count * Character.BYTES < set.length * Long.BYTES;",
            "boolean sparse = count == 0;",
            "qrp.QueryRoutingTableTest#fewWordsTakeLittleMemory"),
        new PlantedFault(
            "takes a table of any length",
            "qrp/TableReceiver.java",
            "|| size > MAX_BITS",
            "",
            "qrp.TableReceiverTest#absurdSizesAreRefused"),
        new PlantedFault(
            "takes a table whose length is no power of two",
            "qrp/TableReceiver.java",
            "Long.bitCount(reset.entries()) != 1\n        || ",
            "",
            "qrp.TableReceiverTest#absurdSizesAreRefused"),
        new PlantedFault(
            "takes parts in any order",
            "qrp/TableReceiver.java",
            "patch.sequence() != nextPart\n        || ",
            "",
            "qrp.TableReceiverTest#partsFollowEachOther"),
        new PlantedFault(
            "forgets the table at the first part of a change",
            "qrp/TableReceiver.java",
            "new TableChange(bits, patch.entryBits(), table)",
            "new TableChange(bits, patch.entryBits(), null)",
            "qrp.TableReceiverTest#readsTheExamplesOfTheDocumentWith4Bits"),
        new PlantedFault(
            "inflates a bomb",
            "qrp/TableChange.java",
            "if ((long) count * perByte > Math.max(room, room > 0 ? perByte : 0)) {\n      throw new MalformedException(\"a change to more slots than the table has\");\n    }",
            "if ((long) count * perByte > Math.max(room, room > 0 ? perByte : 0)) {\n      return;\n    }",
            "qrp.TableReceiverTest#bombsEndWhereTheTableEnds"),
        new PlantedFault(
            "takes a change to a part of the table for all of it",
            "qrp/TableChange.java",
            "if (slot != 1 << senderBits)",
            "if (slot > 1 << senderBits)",
            "qrp.TableReceiverTest#changesThatDoNotFitAreRefused"),
        new PlantedFault(
            "takes the low half of a byte first",
            "qrp/TableChange.java",
            "for (int shift = Byte.SIZE - entryBits; shift >= 0; shift -= entryBits)",
            "for (int shift = 0; shift < Byte.SIZE; shift += entryBits)",
            "qrp.TableReceiverTest#readsTheExamplesOfTheDocumentWith4Bits"),
        new PlantedFault(
            "sets what one bit should invert",
            "qrp/TableChange.java",
            "some |= inverted && (!before || fold > 0);",
            "some |= inverted;",
            "qrp.TableReceiverTest#oneBitInverts"),
        new PlantedFault(
            "clears a folded slot when one of its group is cleared",
            "qrp/TableChange.java",
            "allCleared &= (value & signs) == 0 && carries == signs;",
            "allCleared = (value & signs) == 0 && carries == signs;",
            "qrp.TableReceiverTest#largerTablesAreFolded"),
        new PlantedFault(
            "shows a table that is not complete",
            "qrp/TableReceiver.java",
            "if (nextPart++ < parts) {\n      return false;",
            "if (nextPart++ < parts) {\n      table = current.finish();\n      return false;",
            "qrp.TableReceiverTest#tableStaysUntilTheNextOneIsComplete"),
        new PlantedFault(
            "sends changes against a table of another length",
            "qrp/TableUpdate.java",
            "known == null || known.bits() != after.bits()",
            "known == null",
            "qrp.TableReceiverTest#readsWhatIsWrittenHere"),
        new PlantedFault(
            "writes the low half of a byte first",
            "qrp/TableUpdate.java",
            "(slot & 1) == 0 ? ENTRY_BITS : 0",
            "(slot & 1) == 0 ? 0 : ENTRY_BITS",
            "qrp.TableReceiverTest#writesTheChangesOfGtk"),
        new PlantedFault(
            "sends one message however long",
            "qrp/TableUpdate.java",
            "PART_BYTES = 4096",
            "PART_BYTES = 65_000",
            "qrp.TableReceiverTest#longChangesAreCut"),
        new PlantedFault(
            "finds leaves that have one of the words",
            "qrp/LeafIndex.java",
            "boolean anyOf = query.isByUrn();",
            "boolean anyOf = true;",
            "qrp.LeafIndexTest#findsThoseThatHaveAllWords"),
        new PlantedFault(
            "keeps words that a leaf has taken back",
            "qrp/LeafIndex.java",
            "    remove(place);\n    reserve(place);",
            "    reserve(place);",
            "qrp.LeafIndexTest#whatALeafTellsTakesThePlaceOfWhatItHasTold"),
        new PlantedFault(
            "finds a word of a short table in one of its buckets",
            "qrp/LeafIndex.java",
            "while (bucket < next)",
            "while (bucket < 0)",
            "qrp.LeafIndexTest#missesNobodyAndFindsFewInVain"),
        new PlantedFault(
            "finds the words of a leaf that has gone",
            "servent/QueryRouting.java",
            "    if (linked && targets != null) {\n      targets.remove(link);\n    }\n",
            "",
            "InvariantsTest#tablesAgreeWhileServentsComeSearchAndGo"));
  }
}

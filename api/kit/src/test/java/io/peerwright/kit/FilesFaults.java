package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in what survives a kill and a loss of power, and the tests that catch them. */
final class FilesFaults {

  private FilesFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "publishes content that is not forced",
            "files/DurableFiles.java",
            "    force(working);\n    link(",
            "    link(",
            "files.DurableFilesCrashTest#aPublishedFileIsThereForGood"),
        new PlantedFault(
            "publishes a name that is not forced",
            "files/DurableFiles.java",
            "    link(working, target);\n    forceFolder(folderOf(target));\n",
            "    link(working, target);\n",
            "files.DurableFilesCrashTest#aPublishedFileIsThereForGood"),
        new PlantedFault(
            "takes the working name away before the other is forced",
            "files/DurableFiles.java",
            "    forceFolder(folderOf(target));\n    Files.deleteIfExists(working);\n",
            "    Files.deleteIfExists(working);\n    forceFolder(folderOf(target));\n",
            "files.DurableFilesCrashTest#aFileThatIsBeingPublishedHasOneOfItsNamesAtLeast"),
        new PlantedFault(
            "renames onto what is there",
            "files/DurableFiles.java",
            "        Files.createLink(to, from);\n        return;\n",
            "        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);\n        return;\n",
            "files.DurableFilesTest#publishesUnderAFreeNameOnly"),
        new PlantedFault(
            "looks for the name first, and takes it then",
            "files/DurableFiles.java",
            "        Files.createLink(to, from);\n        return;\n",
            "        if (Files.exists(to)) {\n          throw new FileAlreadyExistsException(to.toString());\n        }\n        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);\n        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);\n        return;\n",
            "files.DurableFilesTest#ofManyThatWantANameAtOnceOneGetsItAndNoFileIsLost"),
        new PlantedFault(
            "renames onto what is there where there are no links",
            "files/DurableFiles.java",
            "      Files.createFile(to);\n",
            "      Files.exists(to);\n",
            "files.DurableFilesTest#withoutHardLinksNothingIsReplacedEither"),
        new PlantedFault(
            "renames a folder onto an empty one",
            "files/DurableFiles.java",
            "      Files.createDirectory(to);\n",
            "      Files.exists(to);\n",
            "files.DurableFilesTest#aFolderTakesAFreeNameOnly"),
        new PlantedFault(
            "leaves the name behind that it took in vain",
            "files/DurableFiles.java",
            "      Files.deleteIfExists(to);\n      throw e;",
            "      throw e;",
            "files.DurableFilesTest#aMoveThatFailsLeavesNoNameBehind"),
        new PlantedFault(
            "sets aside in the place of what was set aside before",
            "files/DurableFiles.java",
            "        move(path, aside);\n",
            "        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);\n",
            "files.DurableFilesTest#setsAsideWhateverIsInTheWay"),
        new PlantedFault(
            "follows a link that is in the way",
            "files/DurableFiles.java",
            "Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS));",
            "Files.isDirectory(from));",
            "files.DurableFilesTest#setsAsideWhateverIsInTheWay"),
        new PlantedFault(
            "writes a note in its place",
            "files/DurableFiles.java",
            "    Path fresh = sibling(note, FRESH);",
            "    Path fresh = note;",
            "files.DurableFilesCrashTest#aNoteIsTheOldOneOrTheNewOne"),
        new PlantedFault(
            "names a note before it is forced",
            "files/DurableFiles.java",
            "      channel.force(true);\n    } catch (IOException e) {\n      Files.deleteIfExists(fresh);",
            "    } catch (IOException e) {\n      Files.deleteIfExists(fresh);",
            "files.DurableFilesCrashTest#aNoteIsTheOldOneOrTheNewOne"),
        new PlantedFault(
            "does not force the name of a note",
            "files/DurableFiles.java",
            "    forceFolder(folderOf(note));\n",
            "",
            "files.DurableFilesCrashTest#aNoteThatWasWrittenIsThereForGood"),
        new PlantedFault(
            "does not force folders that it makes",
            "files/DurableFiles.java",
            "      forceFolder(folderOf(made));\n",
            "",
            "files.DurableFilesCrashTest#foldersThatWereMadeAreThereForGood"),
        new PlantedFault(
            "does not force the upper ones of the folders that it makes",
            "files/DurableFiles.java",
            "    for (Path made : missing) {\n      forceFolder(folderOf(made));\n    }\n",
            "    if (!missing.isEmpty()) {\n      forceFolder(folderOf(folder));\n    }\n",
            "files.DurableFilesCrashTest#foldersThatWereMadeAreThereForGood"),
        new PlantedFault(
            "notes content that is not forced",
            "files/PartFile.java",
            "      channel.force(false);\n",
            "",
            "files.PartFileCrashTest#nothingIsVouchedForThatIsNotThere"),
        new PlantedFault(
            "notes content before it is forced",
            "files/PartFile.java",
            "      channel.force(false);\n      new PartState(size, identity, present).store(stateFile);\n",
            "      new PartState(size, identity, present).store(stateFile);\n      channel.force(false);\n",
            "files.PartFileCrashTest#nothingIsVouchedForThatIsNotThere"),
        new PlantedFault(
            "takes the note away before the working name is gone for good",
            "files/PartFile.java",
            "    DurableFiles.forceFolder(DurableFiles.folderOf(target));\n    PartState.delete(stateFile);\n    DurableFiles.forceFolder(DurableFiles.folderOf(target));\n",
            "    PartState.delete(stateFile);\n    DurableFiles.forceFolder(DurableFiles.folderOf(target));\n",
            "files.PartFileCrashTest#nothingIsVouchedForThatIsNotThere"),
        new PlantedFault(
            "tells of the end before it is for good",
            "files/PartFile.java",
            "    PartState.delete(stateFile);\n    DurableFiles.forceFolder(DurableFiles.folderOf(target));\n",
            "    PartState.delete(stateFile);\n",
            "files.PartFileCrashTest#whatWasToldAsCompleteIsThereForGood"),
        new PlantedFault(
            "has a part without a note at first",
            "files/PartFile.java",
            "      new PartState(size, identity, nothing).store(stateOf(target, number));\n",
            "      DurableFiles.forceFolder(DurableFiles.folderOf(target));\n",
            "files.PartFileTest#aKillBeforeTheFirstSyncLeavesNothingAside"),
        new PlantedFault(
            "counts what the file system lost",
            "files/PartFile.java",
            "state.present().below(lock.channel().size())",
            "state.present()",
            "files.PartFileTest#doesNotCountWhatTheFileSystemLost"),
        new PlantedFault(
            "goes on with another content",
            "files/PartFile.java",
            " || !state.identity().equals(identity)",
            "",
            "files.PartFileTest#twoContentsOfOneNameAreKeptBesideEachOther"),
        new PlantedFault(
            "goes on with a content of another size",
            "files/PartFile.java",
            "state == null || state.size() != size ||",
            "state == null ||",
            "files.PartFileTest#aContentOfAnotherSizeIsAnotherOne"),
        new PlantedFault(
            "takes the file of somebody else for its part",
            "files/PartFile.java",
            "!ours && Files.isRegularFile(part) && Files.size(part) == 0",
            "!ours",
            "files.PartFileTest#aFinishedFileOfTheWorkingNameStaysAsItIs"),
        new PlantedFault(
            "leaves a second name of a complete file behind",
            "files/PartFile.java",
            "    if (ours && Files.isRegularFile(target) && Files.isSameFile(part, target)) {",
            "    if (ours && Files.size(part) < 0) {",
            "files.PartFileTest#aKillBetweenTheTwoNamesOfACompleteFileLeavesNothingBehind"),
        new PlantedFault(
            "takes more bytes than the content has",
            "files/PartFile.java",
            "bytes.remaining() > size - position",
            "bytes.remaining() > Long.MAX_VALUE - position",
            "files.PartFileTest#takesNoByteBeyondTheEnd"),
        new PlantedFault(
            "counts what a full disk did not take",
            "files/PartFile.java",
            "      throw failure(\"cannot write to \" + part, e);",
            "      at = position + 1;",
            "files.PartFileTest#aFullDiskLosesNothing"),
        new PlantedFault(
            "finishes what is not whole",
            "files/PartFile.java",
            "    if (firstMissing(0) < size) {",
            "    if (bytesDone() == 0) {",
            "files.PartFileTest#givesTheFinalNameOnlyWhenComplete"),
        new PlantedFault(
            "takes another file for the same content",
            "files/DurableFiles.java",
            "Files.mismatch(working, target) < 0",
            "Files.size(working) == Files.size(target)",
            "files.PartFilePlaceTest#neverReplacesAnotherFile"),
        new PlantedFault(
            "leaves half a note on a full disk",
            "files/DurableFiles.java",
            "      Files.deleteIfExists(fresh);\n",
            "",
            "files.PartFilePlaceTest#nothingIsLeftOfABeginningOnAFullDisk"),
        new PlantedFault(
            "sends on what is written to meanwhile",
            "upload/FileSender.java",
            "      from.check(file);\n",
            "",
            "upload.FileSenderTest#whatIsWrittenToMeanwhileIsSentNoFurther"),
        new PlantedFault(
            "notes what came by its bytes only",
            "files/PartSync.java",
            "      timer = loop.schedule(SYNC_NANOS, this, 0, 0);\n",
            "",
            "files.PartWriterTest#whatCameIsNotedWithinTwoSeconds"),
        new PlantedFault(
            "writes what came when there is a block of it",
            "files/PartWriter.java",
            "      timer = loop.schedule(STORE_NANOS, this::onTimer);\n",
            "",
            "files.PartWriterTest#whatCameIsNotedWithinTwoSeconds"),
        new PlantedFault(
            "goes on counting what it was told to forget",
            "files/PartFile.java",
            "    present.remove(from, to);\n",
            "",
            "files.PartFileTest#whatIsForgottenDoesNotCountAnyMore"),
        new PlantedFault(
            "forgets until the next start only",
            "files/PartFile.java",
            "    present.remove(from, to);\n    sync();",
            "    present.remove(from, to);",
            "files.PartFileTest#whatIsForgottenDoesNotCountAnyMore"),
        new PlantedFault(
            "reads what is not there as zeros",
            "files/PartFile.java",
            "    window.limit((int) Math.min(window.limit(), here));\n",
            "    window.limit((int) Math.min(window.limit(), size - position));\n",
            "files.PartFileTest#readsAsFarAsItIsHere"),
        new PlantedFault(
            "leaves an empty part behind",
            "files/PartFile.java",
            "      Files.deleteIfExists(part);\n      PartState.delete(stateFile);\n    }\n  }",
            "    }\n  }",
            "files.PartFileTest#aDownloadThatGotNothingLeavesNothing"),
        new PlantedFault(
            "drops what was not synced when it is closed",
            "files/PartFile.java",
            "      if (bytesDone() > 0) {\n        sync();\n",
            "      if (bytesDone() > 0) {\n",
            "files.PartFileTest#twoContentsOfOneNameAreKeptBesideEachOther"),
        new PlantedFault(
            "believes a damaged note",
            "files/PartState.java",
            "if (!lines.get(4).equals(\"check \" + checksum(body))) {",
            "if (body.isEmpty()) {",
            "files.PartFileTest#startsAnewWhenTheStateIsDamaged"),
        new PlantedFault(
            "lets another process in",
            "files/PathLock.java",
            "      return channel.tryLock(LOCKED_AT, 1, false) != null;",
            "      return channel.tryLock(LOCKED_AT, 1, true) != null || channel.isOpen();",
            "files.PathLockTest#keepsOtherProcessesOutAndSaysWho"),
        new PlantedFault(
            "lets go of the lock when it refuses another",
            "files/PathLock.java",
            "      if (held != null && held.isOpen()) {",
            "      if (held != null && !held.isOpen()) {",
            "files.PathLockTest#keepsOtherProcessesOutAndSaysWho"),
        new PlantedFault(
            "leaves the file of a lock behind",
            "files/PathLock.java",
            "          Files.deleteIfExists(note);\n",
            "",
            "files.PathLockTest#keepsOthersOfThisProcessOutUntilItIsClosed"),
        new PlantedFault(
            "deletes a file that was locked",
            "files/PathLock.java",
            "    return new PathLock(key, null, lock(key, file, what, false));",
            "    return new PathLock(key, file, lock(key, file, what, false));",
            "files.PathLockTest#aFileThatIsLockedStays"),
        new PlantedFault(
            "tells files apart by how they are named",
            "files/PathLock.java",
            "      return folder.toRealPath().resolve(file.getFileName());",
            "      folder.toRealPath();\n      return file.toAbsolutePath();",
            "files.PathLockTest#oneFileIsOneByWhateverNameItIsReached"),
        new PlantedFault(
            "keeps part of an older and longer note of the owner",
            "files/PathLock.java",
            "      channel.truncate(length);",
            "      channel.truncate(MOST_OWNER_BYTES);",
            "files.PathLockTest#aShorterOwnerIsToldWithoutTheRestOfALongerOne"),
        new PlantedFault(
            "forgets what lies between two ranges",
            "files/Ranges.java",
            "start = Math.min(start, touching.getKey());",
            "start = from;",
            "files.RangesTest#agreeWithAPlainModel"),
        new PlantedFault(
            "keeps ranges apart that touch",
            "files/Ranges.java",
            "touching.getValue() >= start) {",
            "touching.getValue() > start) {",
            "files.RangesTest#agreeWithAPlainModel"),
        new PlantedFault(
            "does not cut within a range",
            "files/Ranges.java",
            "    endByStart.replaceAll((from, to) -> Math.min(to, limit));\n",
            "",
            "files.RangesTest#agreeWithAPlainModel"),
        new PlantedFault(
            "reads ranges beyond the end",
            "files/Ranges.java",
            " || to > size) {",
            ") {",
            "files.RangesTest#damagedOnesAreRefused"));
  }
}

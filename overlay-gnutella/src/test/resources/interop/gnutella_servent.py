"""A small Gnutella 0.6 servent, written from the published documents only and with nothing but Python's own library.

Where it and the Java servent disagree about a byte, one of the two has misread a document. It can be a leaf or an
ultrapeer, behind a firewall or not, with compressed links or plain ones. What happens is told as a line of fields with
tabs between them; each line of the input is a search, and it ends when its input does.

Documents: Gnutella 0.6 draft (Klingberg, Manfredi); Query Routing Protocol 1.0 (Rohrs); GGEP 0.51; HUGE 0.94; the push
and GIV sections of the draft; Partial File Sharing Protocol 1.0. Integers are little endian, addresses are in network order, the flags of a query are big
endian.
"""

import argparse
import asyncio
import base64
import hashlib
import os
import re
import struct
import sys
import urllib.parse
import zlib

PING, PONG, BYE, ROUTES, VENDOR, PUSH, QUERY, HIT = 0x00, 0x01, 0x02, 0x30, 0x31, 0x40, 0x80, 0x81
HEADER = struct.Struct("<16sBBBI")
MAX_PAYLOAD = 65_536
TABLE_BITS = 14
INFINITY = 7
TTL = 4


def tell(event, **what):
    print("\t".join([event] + [f"{name}={value}" for name, value in what.items()]), flush=True)


def new_guid():
    guid = bytearray(os.urandom(16))
    guid[8], guid[15] = 0xFF, 0x00
    return bytes(guid)


def address(host, port):
    return bytes(int(part) for part in host.split(".")), port


def text_of(ip, port):
    return ".".join(str(part) for part in ip) + ":" + str(port)


# Query routing.


def word_hash(word, bits):
    folded = 0
    for place, unit in enumerate(word.lower()):
        folded ^= (ord(unit) & 0xFF) << (8 * (place % 4))
    return (folded * 0x4F1BBCDC & 0xFFFFFFFF) >> (32 - bits)


def words_of(text):
    return [word for word in re.split(r"[\W_]+", text.lower()) if word]


class Table:
    """The slots of the words of a neighbour, or of our own."""

    def __init__(self, bits=TABLE_BITS):
        self.bits = bits
        self.infinity = INFINITY
        self.slots = [INFINITY] * (1 << bits)
        self.patch = b""

    def add(self, name):
        for word in words_of(name):
            # A search for the beginning of a long word finds it, too.
            for part in {word} | {word[:-cut] for cut in (1, 2) if len(word) >= 5}:
                self.slots[word_hash(part, self.bits)] = 1

    def matches(self, text):
        words = words_of(text)
        return bool(words) and all(self.slots[word_hash(word, self.bits)] < self.infinity for word in words)

    def messages(self):
        """A reset, and one change of four bits for each slot: what was infinite is now one hop away."""
        nybbles = [(slot - INFINITY) & 0x0F for slot in self.slots]
        packed = bytes(nybbles[i] << 4 | nybbles[i + 1] for i in range(0, len(nybbles), 2))
        data = zlib.compress(packed)
        size = 2_000
        parts = [data[i : i + size] for i in range(0, len(data), size)]
        yield struct.pack("<BIB", 0, 1 << self.bits, INFINITY)
        for number, part in enumerate(parts, 1):
            yield struct.pack("<BBBBB", 1, number, len(parts), 1, 4) + part

    def take(self, payload):
        """Reads one message of a neighbour; true when a change is complete."""
        if payload[0] == 0:
            length, self.infinity = struct.unpack_from("<IB", payload, 1)
            self.bits = length.bit_length() - 1
            self.slots = [self.infinity] * length
            self.patch = b""
            return False
        number, count, compressor, width = struct.unpack_from("<BBBB", payload, 1)
        self.patch = (b"" if number == 1 else self.patch) + payload[5:]
        if number < count:
            return False
        data = zlib.decompress(self.patch) if compressor else self.patch
        if width == 8:
            changes = [byte - 256 if byte > 127 else byte for byte in data]
        elif width == 4:
            nybbles = [nybble for byte in data for nybble in (byte >> 4, byte & 0x0F)]
            changes = [nybble - 16 if nybble > 7 else nybble for nybble in nybbles]
        else:
            raise ValueError(f"changes of {width} bits")
        self.slots = [slot + change for slot, change in zip(self.slots, changes, strict=True)]
        return True


# Hits.


class File:
    def __init__(self, index, path):
        self.index = index
        self.path = path
        self.name = os.path.basename(path)
        with open(path, "rb") as content:
            self.data = content.read()
        self.urn = "urn:sha1:" + base64.b32encode(hashlib.sha1(self.data).digest()).decode()

    def record(self):
        return struct.pack("<II", self.index, len(self.data)) + self.name.encode() + b"\0" + self.urn.encode() + b"\0"


def hit_payload(files, ip, port, firewalled, servent):
    # Open data of the trailer: the push flag is set in the first byte and means something in the second.
    flags = bytes([0x01 if firewalled else 0x00, 0x01])
    trailer = b"PYGN" + bytes([len(flags)]) + flags
    head = bytes([len(files)]) + struct.pack("<H", port) + ip + struct.pack("<I", 1_000)
    return head + b"".join(file.record() for file in files) + trailer + servent


def read_hits(payload):
    count, port = struct.unpack_from("<BH", payload)
    ip = payload[3:7]
    servent = payload[-16:]
    at = 11
    records = []
    for _ in range(count):
        index, size = struct.unpack_from("<II", payload, at)
        name_end = payload.index(0, at + 8)
        extensions_end = payload.index(0, name_end + 1)
        extensions = payload[name_end + 1 : extensions_end]
        urns = [part.decode() for part in extensions.split(b"\x1c") if part.lower().startswith(b"urn:sha1:")]
        name = payload[at + 8 : name_end].decode()
        records.append({"index": index, "size": size, "name": name, "urn": urns[0] if urns else None})
        at = extensions_end + 1
    push = None
    trailer = payload[at:-16]
    if len(trailer) >= 7 and trailer[4] >= 2 and trailer[6] & 1:
        push = bool(trailer[5] & 1)
    return {"servent": servent.hex(), "address": text_of(ip, port), "push": push, "records": records}


# Links.


class Link:
    """One neighbour after the handshake."""

    def __init__(self, servent, reader, writer, theirs, inflate, deflate):
        self.servent = servent
        self.reader = reader
        self.writer = writer
        self.leaf = theirs.get("x-ultrapeer", "").lower() == "false"
        self.inflater = zlib.decompressobj() if inflate else None
        self.deflater = zlib.compressobj() if deflate else None
        self.table = None
        self.data = b""

    def send(self, kind, payload, guid=None, ttl=1, hops=0):
        message = HEADER.pack(guid or new_guid(), kind, ttl, hops, len(payload)) + payload
        if self.deflater:
            message = self.deflater.compress(message) + self.deflater.flush(zlib.Z_SYNC_FLUSH)
        self.writer.write(message)

    async def run(self):
        try:
            while True:
                chunk = await self.reader.read(65_536)
                if not chunk:
                    break
                self.data += self.inflater.decompress(chunk) if self.inflater else chunk
                self.cut()
        except (ConnectionError, ValueError) as why:
            tell("gone", why=str(why))
        finally:
            self.servent.links.discard(self)
            self.writer.close()

    def cut(self):
        while len(self.data) >= HEADER.size:
            guid, kind, ttl, hops, length = HEADER.unpack_from(self.data)
            if length > MAX_PAYLOAD:
                raise ValueError(f"a message of {length} bytes")
            if len(self.data) < HEADER.size + length:
                return
            payload = self.data[HEADER.size : HEADER.size + length]
            self.data = self.data[HEADER.size + length :]
            self.servent.on_message(self, guid, kind, ttl, hops, payload)


async def read_block(reader):
    """A first line and fields, as HTTP has them."""
    block = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {}
    for line in block[1:]:
        if ":" in line:
            name, value = line.split(":", 1)
            fields[name.strip().lower()] = value.strip()
    return block[0], fields


def block(first, fields):
    lines = [first] + [f"{name}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def names_deflate(fields, name):
    return "deflate" in fields.get(name, "").lower()


class Servent:
    def __init__(self, options):
        self.options = options
        self.guid = new_guid()
        self.files = [File(index, path) for index, path in enumerate(options.share, 1)]
        self.links = set()
        self.ways = {}  # of queries: GUID to the link that hits go back to; None for our own
        self.servents = {}  # GUID of a servent to the link that its hits came from
        self.awaited = {}  # who will call because we pushed: GUID in hex to a future
        self.ip, self.port = address("127.0.0.1", 0)

    async def start(self):
        server = await asyncio.start_server(self.on_caller, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        tell("listening", port=self.port, servent=self.guid.hex())
        for each in self.options.connect:
            host, port = each.rsplit(":", 1)
            await self.dial(host, int(port))

    def fields(self, remote):
        fields = {
            "User-Agent": "PythonServent/1",
            "X-Ultrapeer": "True" if self.options.role == "ultrapeer" else "False",
            "X-Query-Routing": "0.1",
            "X-Ultrapeer-Query-Routing": "0.1",
            "X-Degree": "32",
            "X-Max-TTL": str(TTL),
            "X-Dynamic-Querying": "0.1",
            "GGEP": "0.5",
            "Pong-Caching": "0.1",
            "Bye-Packet": "0.1",
            "Remote-IP": remote[0],
        }
        if not self.options.firewalled:
            fields["Listen-IP"] = text_of(self.ip, self.port)
        if self.options.deflate:
            fields["Accept-Encoding"] = "deflate"
        return fields

    # Handshakes.

    async def dial(self, host, port):
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(block("GNUTELLA CONNECT/0.6", self.fields((host, port))))
        status, theirs = await read_block(reader)
        if not status.startswith("GNUTELLA/0.6 200"):
            tell("refused", status=status, instead=theirs.get("x-try-ultrapeers"))
            writer.close()
            return
        deflate = self.options.deflate and names_deflate(theirs, "accept-encoding")
        writer.write(block("GNUTELLA/0.6 200 OK", {"Content-Encoding": "deflate"} if deflate else {}))
        self.linked(Link(self, reader, writer, theirs, names_deflate(theirs, "content-encoding"), deflate), theirs)

    async def on_caller(self, reader, writer):
        try:
            await self.greet(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError) as why:
            tell("caller-gone", why=str(why))
            writer.close()

    async def greet(self, reader, writer):
        first = await reader.readexactly(4)
        if first == b"GIV ":
            line = await reader.readuntil(b"\n\n")
            index, rest = line.decode().strip().split(":", 1)
            servent = rest.split("/", 1)[0].lower()
            tell("giv", index=int(index), servent=servent)
            self.awaited.pop(servent).set_result((reader, writer))
            return
        if first in (b"GET ", b"HEAD"):
            await self.serve(first, reader, writer)
            return
        greeting, theirs = await read_block(reader)
        if (first.decode() + greeting) != "GNUTELLA CONNECT/0.6":
            raise ConnectionError(f"greeting {first!r} {greeting!r}")
        deflate = self.options.deflate and names_deflate(theirs, "accept-encoding")
        ours = self.fields(writer.get_extra_info("peername"))
        if deflate:
            ours["Content-Encoding"] = "deflate"
        writer.write(block("GNUTELLA/0.6 200 OK", ours))
        status, last = await read_block(reader)
        if not status.startswith("GNUTELLA/0.6 200"):
            raise ConnectionError(status)
        self.linked(Link(self, reader, writer, theirs, names_deflate(last, "content-encoding"), deflate), theirs)

    def linked(self, link, theirs):
        self.links.add(link)
        tell("linked", agent=theirs.get("user-agent"), leaf=link.leaf, deflate=link.deflater is not None)
        asyncio.ensure_future(link.run())
        link.send(PING, b"", ttl=1)
        if self.options.role == "leaf":
            table = Table()
            for file in self.files:
                table.add(file.name)
            for payload in table.messages():
                link.send(ROUTES, payload)

    # Messages.

    def on_message(self, link, guid, kind, ttl, hops, payload):
        if kind == PING:
            kib = sum(len(file.data) for file in self.files) // 1024
            pong = struct.pack("<H", self.port) + self.ip + struct.pack("<II", len(self.files), kib)
            link.send(PONG, pong, guid, ttl=max(1, hops + 1))
        elif kind == PONG:
            port, ip = struct.unpack_from("<H4s", payload)
            tell("pong", address=text_of(ip, port))
        elif kind == BYE:
            code = struct.unpack_from("<H", payload)[0]
            tell("bye", code=code, text=payload[2:].split(b"\0")[0].split(b"\r\n")[0].decode())
        elif kind == ROUTES:
            link.table = link.table or Table()
            if link.table.take(payload):
                slots = sum(slot < link.table.infinity for slot in link.table.slots)
                tell("table", slots=slots, of=len(link.table.slots))
        elif kind == QUERY:
            self.on_query(link, guid, ttl, hops, payload)
        elif kind == HIT:
            self.on_hit(link, guid, ttl, hops, payload)
        elif kind == PUSH:
            self.on_push(link, guid, ttl, hops, payload)

    def on_query(self, link, guid, ttl, hops, payload):
        if guid in self.ways:
            return
        self.ways[guid] = link
        end = payload.index(0, 2)
        text = payload[2:end].decode()
        tell("query", text=text, ttl=ttl, hops=hops)
        found = [file for file in self.files if all(word in words_of(file.name) for word in words_of(text))]
        urns = re.findall(rb"urn:sha1:[A-Z2-7]{32}", payload[end:], re.IGNORECASE)
        found += [file for file in self.files if file.urn.lower().encode() in [urn.lower() for urn in urns]]
        if found:
            hits = hit_payload(found, self.ip, self.port, self.options.firewalled, self.guid)
            link.send(HIT, hits, guid, ttl=hops + 2)
        if self.options.role == "ultrapeer":
            for other in self.links - {link}:
                if other.leaf and not (other.table and other.table.matches(text)):
                    continue
                if other.leaf or ttl > 1:
                    other.send(QUERY, payload, guid, ttl=max(1, ttl - 1), hops=hops + 1)

    def on_hit(self, link, guid, ttl, hops, payload):
        self.servents[payload[-16:]] = link
        if guid not in self.ways:
            tell("unasked")
            return
        back = self.ways[guid]
        if back is not None:
            back.send(HIT, payload, guid, ttl=max(1, ttl - 1), hops=hops + 1)
            return
        hits = read_hits(payload)
        for record in hits["records"]:
            tell("hit", hops=hops, servent=hits["servent"], address=hits["address"], push=hits["push"], **record)
        if self.options.get and not os.path.exists(self.options.get):
            asyncio.ensure_future(self.fetch(link, hits))

    def on_push(self, link, guid, ttl, hops, payload):
        target, index, ip, port = struct.unpack_from("<16sI4sH", payload)
        if target == self.guid:
            asyncio.ensure_future(self.give(index, ip, port))
        elif target in self.servents:
            self.servents[target].send(PUSH, payload, guid, ttl=max(1, ttl - 1), hops=hops + 1)

    def search(self, text):
        guid = new_guid()
        self.ways[guid] = None
        # Flags: the marker that there are any, and whether we cannot be dialled.
        flags = 0x8000 | (0x4000 if self.options.firewalled else 0)
        payload = struct.pack(">H", flags) + text.encode() + b"\0" + b"urn:\0"
        for link in self.links:
            link.send(QUERY, payload, guid, ttl=TTL)
        tell("searching", text=text)

    # Files.

    async def give(self, index, ip, port):
        """Answers a push: calls the one who asked, says whose call it is, and serves what it asks for."""
        file = next(file for file in self.files if file.index == index)
        reader, writer = await asyncio.open_connection(text_of(ip, port).split(":")[0], port)
        writer.write(f"GIV {index}:{self.guid.hex().upper()}/{file.name}\n\n".encode())
        tell("pushed", to=text_of(ip, port))
        first = await reader.readexactly(4)
        await self.serve(first, reader, writer)

    async def serve(self, method, reader, writer):
        while method in (b"GET ", b"HEAD"):
            line, fields = await read_block(reader)
            path = urllib.parse.unquote(line.split(" ")[0])
            wanted = [file for file in self.files if file.urn in path or path == f"/get/{file.index}/{file.name}"]
            if not wanted:
                writer.write(block("HTTP/1.1 404 Not Found", {"Content-Length": "0"}))
            else:
                self.reply(writer, method, wanted[0], fields)
            await writer.drain()
            method = await reader.read(4)
        writer.close()

    def reply(self, writer, method, file, fields):
        size = len(file.data)
        span = re.fullmatch(r"bytes[ =](\d+)-(\d*)", fields.get("range", "bytes=0-"))
        begin, end = int(span[1]), min(int(span[2] or size - 1), size - 1) + 1
        here = self.options.here or size
        if begin >= here or here < size and "range" not in fields:
            headers = {"Content-Length": "0", "X-Available-Ranges": f"bytes 0-{here - 1}"}
            writer.write(block("HTTP/1.1 416 Requested Range Unavailable", headers))
            return
        end = min(end, here)
        headers = {
            "Content-Type": "application/binary",
            "Content-Length": str(end - begin),
            "X-Gnutella-Content-URN": file.urn,
        }
        if here < size:
            headers["X-Available-Ranges"] = f"bytes 0-{here - 1}"
        if "range" in fields:
            headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
        writer.write(block("HTTP/1.1 206 Partial Content" if "range" in fields else "HTTP/1.1 200 OK", headers))
        if method == b"GET ":
            writer.write(file.data[begin:end])
        tell("served", name=file.name, begin=begin, end=end)

    async def fetch(self, link, hits):
        record = hits["records"][0]
        if hits["push"]:
            reader, writer = await self.push(link, hits["servent"], record["index"])
        else:
            host, port = hits["address"].rsplit(":", 1)
            reader, writer = await asyncio.open_connection(host, int(port))
        half = max(1, record["size"] // 2)
        data = b""
        # Two ranges over one connection.
        for begin, end in ((0, half), (half, record["size"])):
            if begin == end:
                continue
            fields = {"Host": hits["address"], "Connection": "Keep-Alive", "Range": f"bytes={begin}-{end - 1}"}
            writer.write(block(f"GET /uri-res/N2R?{record['urn']} HTTP/1.1", fields))
            status, theirs = await read_block(reader)
            if " 206 " not in status:
                raise ValueError(status)
            tell("range", said=theirs["content-range"], urn=theirs.get("x-gnutella-content-urn"))
            data += await reader.readexactly(int(theirs["content-length"]))
        writer.close()
        with open(self.options.get, "wb") as target:
            target.write(data)
        urn = "urn:sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()
        tell("got", bytes=len(data), urn=urn, verified=urn == record["urn"], pushed=bool(hits["push"]))

    async def fetch_parts(self, address, urn, enough):
        """Takes from one who is still fetching a file what it has of it, until that is enough."""
        host, port = address.rsplit(":", 1)
        reader, writer = await asyncio.open_connection(host, int(port))
        parts = {}
        available = []
        while sum(map(len, parts.values())) < int(enough):
            missing = [(int(one), other) for one, other in available if int(one) not in parts]
            begin, last = missing[0] if missing else (0, "")
            fields = {"Host": address, "Connection": "Keep-Alive", "Range": f"bytes={begin}-{last}"}
            writer.write(block(f"GET /uri-res/N2R?{urn} HTTP/1.1", fields))
            status, theirs = await read_block(reader)
            data = await reader.readexactly(int(theirs["content-length"]))
            available = re.findall(r"(\d+)-(\d+)", theirs.get("x-available-ranges", ""))
            if " 206 " in status:
                said = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", theirs["content-range"])
                parts[int(said[1])] = data
            if not missing:
                await asyncio.sleep(0.05)
        writer.close()
        with open(self.options.get, "wb") as target:
            for begin, data in parts.items():
                target.seek(begin)
                target.write(data)
        told = ",".join(f"{one}-{other}" for one, other in available)
        tell("parts", available=told, size=said[3])

    async def push(self, link, servent, index):
        call = asyncio.get_running_loop().create_future()
        self.awaited[servent] = call
        payload = struct.pack("<16sI4sH", bytes.fromhex(servent), index, self.ip, self.port)
        link.send(PUSH, payload, ttl=TTL)
        return await call


def options():
    parser = argparse.ArgumentParser(description="A small Gnutella servent.")
    parser.add_argument("--role", choices=["leaf", "ultrapeer"], default="leaf")
    parser.add_argument("--connect", action="append", default=[], metavar="HOST:PORT")
    parser.add_argument("--share", action="append", default=[], metavar="FILE")
    parser.add_argument("--firewalled", action="store_true", help="hits say that nobody can call")
    parser.add_argument("--deflate", action="store_true", help="offers and takes compressed links")
    parser.add_argument("--here", type=int, default=0, metavar="BYTES", help="how much of each file it has, the first part; 0 for all")
    parser.add_argument("--parts", nargs=3, metavar=("HOST:PORT", "URN", "BYTES"), help="takes so much of what somebody has of a file")
    parser.add_argument("--get", metavar="FILE", help="where to write the first file that is found")
    return parser.parse_args()


async def main():
    servent = Servent(options())
    await servent.start()
    if servent.options.parts:
        await servent.fetch_parts(*servent.options.parts)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        servent.search(line.strip())


asyncio.run(main())

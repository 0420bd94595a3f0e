"""A libtorrent peer: libtorrent_peer.py TORRENT FOLDER ADDRESS PORT seed|leech

Finds others by the trackers of the torrent only. Says "complete" when it has all, and ends when its
input does.
"""
import sys
import threading
import time

import libtorrent as lt

torrent, folder, address, port, role = sys.argv[1:]
host = "[%s]" % address if ":" in address else address
session = lt.session({
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
    "allow_multiple_connections_per_ip": True,
    "listen_interfaces": "%s:%s" % (host, port),
    "outgoing_interfaces": address,
})
params = lt.add_torrent_params()
params.ti = lt.torrent_info(torrent)
params.save_path = folder
params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
if role == "seed":
    params.flags |= lt.torrent_flags.seed_mode
handle = session.add_torrent(params)

ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
told = False
while not ended.wait(0.1):
    if not told and handle.status().is_seeding:
        told = True
        print("complete", flush=True)
session.remove_torrent(handle)
time.sleep(1)

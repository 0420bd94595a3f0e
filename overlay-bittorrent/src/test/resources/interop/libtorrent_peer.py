# A libtorrent peer for the tests: libtorrent_peer.py LISTEN_IP PORT DIRECTORY TORRENT_OR_MAGNET seed|superseed|leech [PEER...]
# PEERWRIGHT_UPLOAD_LIMIT in the environment limits its up-link, in bytes per second.
# PEERWRIGHT_ENCRYPTED=1 takes and makes encrypted connections only.
# Says "ready" when it runs, "done SECONDS CPU-SECONDS" when complete; ends with its input.
import os, resource, sys, threading, time
import libtorrent as lt

ip, port, directory, torrent, role = sys.argv[1:6]
peers = sys.argv[6:]
encryption = 0 if os.environ.get('PEERWRIGHT_ENCRYPTED') else 2
session = lt.session({
    'listen_interfaces': '%s:%s' % (ip, port), 'outgoing_interfaces': ip,
    'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
    'enable_outgoing_utp': False, 'enable_incoming_utp': False,
    'allow_multiple_connections_per_ip': True,
    'out_enc_policy': encryption, 'in_enc_policy': encryption,
    'alert_mask': lt.alert.category_t.error_notification | lt.alert.category_t.peer_notification
        | lt.alert.category_t.connect_notification,
})
if torrent.startswith('magnet:'):
    params = lt.parse_magnet_uri(torrent)
else:
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent)
params.save_path = directory
if role != 'leech':
    params.flags |= lt.torrent_flags.seed_mode
if role == 'superseed':
    params.flags |= lt.torrent_flags.super_seeding
params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
handle = session.add_torrent(params)
# Of the torrent, because those of the session leave out peers of the local network.
handle.set_upload_limit(int(os.environ.get('PEERWRIGHT_UPLOAD_LIMIT', '0')))
start = time.time()
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
before = cpu()
for peer in peers:
    host, number = peer.rsplit(':', 1)
    handle.connect_peer((host, int(number)))
print('ready', flush=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
told = role != 'leech'
while True:
    time.sleep(0.02)
    for alert in session.pop_alerts():
        print('alert', type(alert).__name__, alert.message(), file=sys.stderr, flush=True)
    if not told and handle.status().is_seeding:
        told = True
        print('done %.3f %.3f' % (time.time() - start, cpu() - before), flush=True)

# A libtorrent peer: libtorrent_peer.py LISTEN_IP PORT TORRENT
# Takes "seed DIRECTORY", "leech DIRECTORY PEER" and "connect PEER" line by line; ends with its input.
# Says "ready" first, "done SECONDS CPU-SECONDS" when it is complete, and "first IP MILLISECONDS" when the first block
# goes out over a connection, counted from when the connection was there.
import os, resource, sys, threading, time
import libtorrent as lt

ip, port, torrent = sys.argv[1:4]
kinds = lt.alert.category_t
session = lt.session({
    'listen_interfaces': '%s:%s' % (ip, port), 'outgoing_interfaces': ip,
    'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
    'enable_outgoing_utp': False, 'enable_incoming_utp': False, 'allow_multiple_connections_per_ip': True,
    'out_enc_policy': 2, 'in_enc_policy': 2,
    'alert_mask': kinds.status_notification,
})
state = {'handle': None, 'start': 0, 'cpu': 0}

def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime

def endpoint(text):
    host, number = text.rsplit(':', 1)
    return (host, int(number))

def add(directory, seed):
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent)
    params.save_path = directory
    if seed:
        params.flags |= lt.torrent_flags.seed_mode
    params.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    state['start'], state['cpu'] = time.time(), cpu()
    state['handle'] = session.add_torrent(params)

def commands():
    for line in sys.stdin:
        words = line.split()
        if words[0] == 'seed':
            add(words[1], True)
            print('seeding', flush=True)
        elif words[0] == 'watch':
            session.apply_settings({'alert_mask': kinds.status_notification | kinds.peer_notification
                                    | kinds.connect_notification | kinds.upload_notification})
        elif words[0] == 'leech':
            add(words[1], False)
            state['handle'].connect_peer(endpoint(words[2]))
        elif words[0] == 'connect':
            state['handle'].connect_peer(endpoint(words[1]))
    os._exit(0)

threading.Thread(target=commands, daemon=True).start()
print('ready', flush=True)
opened = {}
while True:
    session.wait_for_alert(1000)
    for alert in session.pop_alerts():
        kind = type(alert).__name__
        if kind == 'torrent_finished_alert' and state['handle'] is not None:
            print('done %.3f %.3f' % (time.time() - state['start'], cpu() - state['cpu']), flush=True)
        elif kind in ('incoming_connection_alert', 'peer_connect_alert'):
            at = alert.endpoint if kind == 'incoming_connection_alert' else alert.ip
            opened.setdefault(at[0], time.time())
        elif kind == 'block_uploaded_alert' and alert.ip[0] in opened:
            print('first %s %.1f' % (alert.ip[0], (time.time() - opened.pop(alert.ip[0])) * 1000), flush=True)

"""Loaded by every Python that starts with this folder on PYTHONPATH: nothing may look or go beyond loopback.

An attempt is written to the file that SILENCE_LOG names, with where it came from, and fails. What goes
through Python's `socket` is seen here; `strace` sees the rest.
"""

import ipaddress
import os
import sys
import traceback

LOOKS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
GOES = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_busy = False


def is_here(host):
    """Whether a host is this machine, so that no look-up is needed and nothing leaves it."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def watch(event, arguments):
    """An audit hook (PEP 578), which no code can take off again."""
    global _busy
    if event in LOOKS:
        host = arguments[0][0] if event == "socket.getnameinfo" else arguments[0]
    elif event in GOES:
        address = arguments[1]
        if not isinstance(address, tuple):  # None, or a socket of the file system
            return
        host = address[0]
    else:
        return
    if _busy or is_here(host):
        return
    _busy = True
    try:
        with open(os.environ["SILENCE_LOG"], "a") as log:
            log.write(f"{event} {host!r} in {sys.argv}\n{''.join(traceback.format_stack(limit=25))}\n")
    finally:
        _busy = False
    raise OSError(f"silence: {event} of {host!r}")


if "SILENCE_LOG" in os.environ:
    sys.addaudithook(watch)

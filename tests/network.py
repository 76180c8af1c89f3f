"""Tests talk to this machine only: any other address is refused before a packet leaves."""

import ipaddress
import sys

NAMES = {"", "localhost", "localhost.localdomain"}


def stay_at_home() -> None:
    """Refuse, for the rest of this process, every connection and every look-up of a name elsewhere."""
    sys.addaudithook(_watch)


def is_here(host: object) -> bool:
    """Is this the name or the number of this machine?"""
    if host is None:
        return True
    name = (host.decode() if isinstance(host, bytes) else str(host)).strip("[]").split("%")[0]
    if name in NAMES:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = args[1]  # a path for local sockets, else (host, port, …)
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if not is_here(host):
        raise ConnectionRefusedError(f"A test wanted to reach {host!r}. Tests talk to this machine only.")

"""Which addresses on the network Lectern may fetch a document from: public ones, and no other."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import SplitResult, urlsplit

from bot.errors import SourceError

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to the IP addresses that it stands for; OSError where there are none."""
PORTS = {"http": 80, "https": 443}
LONGEST = 2_000
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_NUMERIC = re.compile(r"^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+))*\.?$", re.IGNORECASE)
_HOST = re.compile(r"^(?=.{1,253}\.?$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9-]{1,63}\.?$", re.IGNORECASE)


def checked(url: str) -> SplitResult:
    """The parts of a URL that may be fetched, its host in ASCII.

    Raises:
        SourceError: it is not http or https, holds a user name, or its host or port cannot be meant.
    """
    shown = printable(url)
    if len(url) > LONGEST or any(ord(char) <= 32 or ord(char) == 127 for char in url) or "\\" in url:
        raise SourceError(f"{shown!r} is no web address: it is too long or holds characters that none may hold.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SourceError(f"{shown!r} is no web address: {error}.") from error
    if parts.scheme not in PORTS:
        raise SourceError(f"{shown}: only http and https addresses are fetched, not {parts.scheme or 'this'!r}.")
    if "@" in parts.netloc:
        raise SourceError(f"{shown}: an address with a user name or password in it is not fetched; take it out.")
    if port is not None and port not in (80, 443, 8080, 8443):
        raise SourceError(f"{shown}: only the ports of web pages are fetched (80, 443, 8080, 8443), not {port}.")
    host = _ascii(host, shown)
    netloc = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=netloc + (f":{port}" if port else ""), fragment="")


def printable(url: str) -> str:
    """The beginning of an address as it can be shown."""
    return "".join(char if char.isprintable() else "?" for char in url[:120])


def _ascii(host: str, shown: str) -> str:
    if ":" in host:
        if "%" in host:
            raise SourceError(f"{shown}: an address bound to a network card is not fetched.")
        return host
    try:
        plain = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise SourceError(f"{shown}: {host!r} is no name of a host.") from error
    if not _HOST.match(plain):
        raise SourceError(f"{shown}: {host!r} is no name of a host.")
    # "2130706433", "0x7f.1" and "017700000001" are ways to write an address that only some programs read.
    if _NUMERIC.match(plain) and not _is_dotted(plain):
        raise SourceError(f"{shown}: write the host as a name or as a plain IP address.")
    return plain


def _is_dotted(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def public(host: str, port: int, resolve: Resolve, seconds: float) -> list[str]:
    """The addresses that a host stands for, every one of them public.

    Raises:
        SourceError: there is none, one of them is not public, or the answer takes longer than ``seconds``.
    """
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="resolve")
    try:
        found = list(pool.submit(resolve, host, port).result(timeout=max(0.1, seconds)))
    except TimeoutError as error:
        raise SourceError(f"{host} could not be looked up within {seconds:g} seconds.") from error
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{host} cannot be found on the network: {error}.") from error
    finally:
        pool.shutdown(wait=False)
    if not found:
        raise SourceError(f"{host} cannot be found on the network: it has no address.")
    for address in found:
        if not is_public(address):
            raise SourceError(
                f"{host} stands for an address that is not on the public network: Lectern does not fetch from there. "
                "Save the page and add the file."
            )
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is anybody's to reach; one that wraps another counts as that other."""
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and any(ip in network for network in _TRANSLATED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and int(ip) >> 32 == 0:
            inner = ipaddress.IPv4Address(int(ip))
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    elif ip in _SHARED:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def system_resolve(host: str, port: int) -> list[str]:
    """The addresses that the system gives for a host."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

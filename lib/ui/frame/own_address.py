"""The addresses by which other devices reach this machine: asked of its network cards, so that no way out is needed."""

from __future__ import annotations

import ipaddress
from typing import Final

import ifaddr

#: Cards that lead to no phone: of virtual machines, containers and tunnels.
_VIRTUAL: Final = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vbox",
    "virtualbox",
    "hyper-v",
    "vethernet",
    "wsl",
    "tun",
    "tap",
    "zerotier",
    "tailscale",
    "loopback",
    "bluetooth",
)
#: What a card is called that phones are likely on.
_WIRELESS: Final = ("wi-fi", "wifi", "wlan", "wlp", "wireless", "hotspot")


def own_addresses() -> list[str]:
    """IPv4 addresses in this machine's networks, the likeliest for phones first; [] when it is in none."""
    found: list[tuple[int, str]] = []
    for card in ifaddr.get_adapters():
        name = f"{card.nice_name} {card.name}".lower()
        if any(word in name for word in _VIRTUAL):
            continue
        for one in card.ips:
            if isinstance(one.ip, str) and _of_a_network(one.ip):
                found.append((_rank(name, one.ip), one.ip))
    return [ip for _, ip in sorted(found)]


def own_address() -> str:
    """The likeliest of them; '' when this machine is in no network."""
    return next(iter(own_addresses()), "")


def _of_a_network(ip: str) -> bool:
    address = ipaddress.ip_address(ip)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast)


def _rank(name: str, ip: str) -> int:
    wireless = any(word in name for word in _WIRELESS)
    private = ipaddress.ip_address(ip).is_private
    return (0 if wireless else 1) + (0 if private else 2)

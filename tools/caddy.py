"""The proxy before several processes: one Caddyfile, made by one function, and Caddy itself.

Caddy takes TLS upon itself, keeps each browser with one process (a cookie), sends nobody to a process that
is not ready, and tells for itself where a request comes from. Its configuration is the same whether
`run.py serve` starts it or a unit in `deploy/`.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.children import ask
from tools.speech import Trouble

COOKIE = "thun_process"
READY = "/s/ready"
#: What may only come from the proxy itself; the app trusts none of it from a stranger.
NOT_BELIEVED = ("Forwarded", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Thun-*")


@dataclass(frozen=True)
class Front:
    """Where people reach the server, the processes behind it, and where its pages of trouble lie.

    `domain`: TLS by Caddy, with a certificate it gets itself; empty: plain HTTP on `address`.
    """

    ports: Sequence[int]
    pages: str
    domain: str = ""
    address: str = "127.0.0.1"
    port: int | None = None

    @property
    def site(self) -> str:
        """As a Caddyfile names it."""
        if self.domain:
            return self.domain + (f":{self.port}" if self.port else "")
        return f"http://:{self.port or 8501}"

    @property
    def url(self) -> str:
        """What people open; on this machine where every network is meant."""
        if self.domain:
            return f"https://{self.domain}" + (f":{self.port}" if self.port and self.port != 443 else "")
        host = "127.0.0.1" if self.address in ("0.0.0.0", "::", "") else self.address
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.port or 8501}"


def caddyfile(front: Front) -> str:
    """The whole configuration. No access log: addresses of people stand in it."""
    upstreams = " ".join(f"127.0.0.1:{port}" for port in front.ports)
    bind = "" if front.domain or front.address in ("0.0.0.0", "::", "") else f"\tbind {front.address}\n"
    secure = '\theader Strict-Transport-Security "max-age=31536000"\n' if front.domain else ""
    unbelieved = "".join(f"\t\theader_up -{name}\n" for name in NOT_BELIEVED)
    return f"""# Made by tools/caddy.py (python3 run.py serve --show); a test holds it equal.
{{
	admin off
	grace_period 5s
	log {{
		level ERROR
	}}
}}

{front.site} {{
{bind}{secure}	header -Server

	reverse_proxy {upstreams} {{
		# A browser stays with its process; when that is gone it gets another one.
		lb_policy cookie {COOKIE}
		lb_try_duration 5s
		lb_try_interval 100ms
		fail_duration 3s
		max_fails 1
		health_uri {READY}
		health_interval 2s
		health_timeout 10s
		health_status 200
		# X-Forwarded-For, -Proto and -Host are Caddy's own: what a stranger sends is overwritten.
{unbelieved}	}}

	handle_errors {{
		root * "{front.pages}"
		@gone expression `{{http.error.status_code}} in [502, 503, 504]`
		handle @gone {{
			rewrite * /back-soon.html
			header Cache-Control no-store
			header Retry-After 5
			file_server {{
				status 503
			}}
		}}
		@lost expression `{{http.error.status_code}} == 404`
		handle @lost {{
			rewrite * /404.html
			file_server
		}}
		handle {{
			rewrite * /500.html
			file_server
		}}
	}}
}}
"""


def find_caddy(beside: Path) -> str:
    """The program: on the PATH, or beside the project's Python; raises `Trouble` with how to get it."""
    found = shutil.which("caddy") or shutil.which("caddy", path=str(beside))
    if found and ask([found, "version"], cwd=Path.cwd(), seconds=30):
        return found
    raise Trouble(
        "ไม่พบโปรแกรม Caddy ที่อยู่หน้าหลายโปรเซส – Debian/Ubuntu: sudo apt install caddy, macOS: brew install caddy, "
        "Windows: winget install CaddyServer.Caddy แล้วสั่งใหม่",
        "Caddy, the proxy before several processes, was not found: on Debian/Ubuntu sudo apt install caddy, on macOS "
        "brew install caddy, on Windows winget install CaddyServer.Caddy; then try again.",
    )


def check_places(front: Front) -> None:
    """Raises `Trouble` when the proxy could not listen there."""
    if not front.domain or (front.port or 443) > 1023 or sys.platform == "win32":
        return
    unprivileged = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
    try:
        first = int(unprivileged.read_text("utf-8"))
    except (OSError, ValueError):
        first = 1024
    if os.geteuid() == 0 or first <= 80 or _may_bind():
        return
    raise Trouble(
        "ผู้ใช้นี้เปิดพอร์ต 80 และ 443 ไม่ได้ – ใช้หน่วย systemd ใน deploy/ ที่ให้สิทธิ์นี้ (docs/served.md) หรือเลือกพอร์ตอื่นด้วย --port",
        "This user may not open ports 80 and 443: use the systemd units in deploy/, which allow it (docs/served.md), "
        "or another port with --port.",
    )


def _may_bind() -> bool:
    """Whether systemd (or somebody) gave this process the right to low ports: CAP_NET_BIND_SERVICE is bit 10."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
        rights = next(line.split()[1] for line in lines if line.startswith("CapEff:"))
    except (OSError, StopIteration, IndexError):
        return False
    return bool(int(rights, 16) >> 10 & 1)

"""The files in `deploy/`: units for systemd, a Caddyfile, a compose file, all made of what `run.py serve` does.

``python3 -m tools.deploying`` writes them anew; a test holds them equal.
"""

from __future__ import annotations

from pathlib import Path

from tools.caddy import Front, caddyfile
from tools.project import HERE
from tools.serve_options import Ask

#: Where the guide puts the program and its data on a server of its own.
ROOT, DATA, USER = "/opt/thun-chumchon", "/var/lib/thun-chumchon", "thun"
ENVIRONMENT = "/etc/thun-chumchon.env"
NAME = "thun-chumchon"
PROCESSES = Ask().processes
_MADE = "# Made by tools/deploying.py; a test holds it equal. Guide: docs/served.md\n"


def files() -> dict[str, str]:
    """Path inside `deploy/` → text."""
    units = {
        f"systemd/{NAME}@.service": _process_unit(),
        f"systemd/{NAME}-caddy.service": _caddy_unit(),
        f"systemd/{NAME}.target": _target(),
    }
    return {
        **{name: _MADE + text for name, text in units.items()},
        "Caddyfile": caddyfile(Front(Ask().ports, f"{ROOT}/deploy/pages", "{$THUN_DOMAIN}")),
        "thun-chumchon.env.example": _environment(),
        "rolling-restart": _rolling_restart(),
        "compose.yaml": _MADE + _compose(),
        "Dockerfile": _MADE + _dockerfile(),
    }


def write(root: Path = HERE.root) -> None:
    """Put them into `deploy/`."""
    for name, text in files().items():
        file = root / "deploy" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (root / "deploy" / "rolling-restart").chmod(0o755)


def _service(words: str) -> str:
    return f"""[Service]
User={USER}
EnvironmentFile={ENVIRONMENT}
WorkingDirectory={ROOT}
ExecStart=/usr/bin/python3 {ROOT}/run.py serve --processes ${{THUN_PROCESSES}} {words}
Restart=always
RestartSec=1
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
ReadWritePaths={ROOT} {DATA}
"""


def _process_unit() -> str:
    return f"""[Unit]
Description=ทุนชุมชน · Thun Chumchon, process %i
After=network-online.target postgresql.service
Wants=network-online.target
PartOf={NAME}.target

{_service("--only %i")}# A page that is being drawn may be finished; drafts are in the store already.
TimeoutStopSec=15

[Install]
WantedBy={NAME}.target
"""


def _caddy_unit() -> str:
    return f"""[Unit]
Description=ทุนชุมชน · Thun Chumchon, the proxy before its processes
After=network-online.target
Wants=network-online.target
PartOf={NAME}.target

{_service("--domain ${THUN_DOMAIN} --only caddy")}AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE

[Install]
WantedBy={NAME}.target
"""


def _target() -> str:
    wants = " ".join(f"{NAME}@{number}.service" for number in range(1, PROCESSES + 1))
    return f"""[Unit]
Description=ทุนชุมชน · Thun Chumchon
Wants={NAME}-caddy.service {wants}

[Install]
WantedBy=multi-user.target
"""


def _environment() -> str:
    return f"""# คัดลอกเป็น {ENVIRONMENT} แล้วแก้ค่า ให้ root อ่านได้คนเดียว (chmod 600) คู่มือ docs/served.md
# Copy to {ENVIRONMENT}, put your own values, chmod 600. Guide: docs/served.md · docs/settings.md
THUN_DOMAIN=thun.example.org
THUN_PROCESSES={PROCESSES}
THUN_DATA_DIR={DATA}
DATABASE_URL=postgresql://{USER}@/{USER}?host=/var/run/postgresql
THUN_OFFICE=
THUN_BACKUP_COPY=
THUN_FILES=
THUN_LOG=json
# ที่เก็บแบบ S3 (s3://bucket/โฟลเดอร์ ในสองค่าข้างบน) · a bucket of an S3-compatible store, for the two above
#AWS_ACCESS_KEY_ID=
#AWS_SECRET_ACCESS_KEY=
#AWS_ENDPOINT_URL=https://s3.example.org
#AWS_REGION=
"""


def _rolling_restart() -> str:
    return f"""#!/bin/sh
{_MADE}# เปิดใหม่ทีละโปรเซส รอจนพร้อมก่อนแตะโปรเซสถัดไป · One process after another, each ready before the next.
set -eu
processes=$(sed -n 's/^THUN_PROCESSES=//p' {ENVIRONMENT})
for number in $(seq 1 "${{processes}}"); do
  port=$(({Ask().first_port} + number - 1))
  systemctl restart "{NAME}@${{number}}.service"
  waited=0
  until python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:${{port}}/s/ready', timeout=5)" 2>/dev/null; do
    waited=$((waited + 1))
    if [ "${{waited}}" -ge 120 ]; then
      echo "โปรเซส ${{number}} ไม่พร้อม หยุดไว้ก่อน โปรเซสที่เหลือทำงานต่อ ดู: journalctl -u {NAME}@${{number}}" >&2
      echo "Process ${{number}} is not ready; the others are left as they are: journalctl -u {NAME}@${{number}}" >&2
      exit 1
    fi
    sleep 1
  done
  # Caddy looks every two seconds: it has to have seen the new one before the next goes.
  sleep 3
done
echo "เปิดใหม่ครบทุกโปรเซสแล้ว · All processes were started anew."
"""


def _compose() -> str:
    return f"""services:
  app:
    build: {{ context: .., dockerfile: deploy/Dockerfile }}
    command: ["serve", "--processes", "${{THUN_PROCESSES:-{PROCESSES}}}", "--domain", "${{THUN_DOMAIN:?thun.example.org}}"]
    environment:
      DATABASE_URL: postgresql://{USER}:${{POSTGRES_PASSWORD:?}}@db/{USER}
      THUN_DATA_DIR: /data
      THUN_OFFICE: ${{THUN_OFFICE:-}}
      THUN_BACKUP_COPY: ${{THUN_BACKUP_COPY:-}}
      THUN_FILES: ${{THUN_FILES:-}}
      AWS_ACCESS_KEY_ID:
      AWS_SECRET_ACCESS_KEY:
      AWS_ENDPOINT_URL:
      AWS_REGION:
      THUN_LOG: json
    ports: ["80:80", "443:443"]
    volumes: ["data:/data"]
    depends_on:
      db: {{ condition: service_healthy }}
    stop_grace_period: 20s
    restart: unless-stopped
  db:
    image: postgres:17
    environment:
      POSTGRES_USER: {USER}
      POSTGRES_DB: {USER}
      POSTGRES_PASSWORD: ${{POSTGRES_PASSWORD:?}}
    volumes: ["db:/var/lib/postgresql/data"]
    healthcheck: {{ test: ["CMD-SHELL", "pg_isready -U {USER}"], interval: 5s, retries: 20 }}
    restart: unless-stopped
volumes:
  data:
  db:
"""


def _dockerfile() -> str:
    return """FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends caddy && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN python3 -c "from tools.environment import ensure_environment; from tools.project import HERE; ensure_environment(HERE)"
ENTRYPOINT ["python3", "run.py"]
"""


if __name__ == "__main__":
    write()

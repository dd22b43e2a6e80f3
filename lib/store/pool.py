"""How many connections each process may hold, so that all of them together fit the server."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from lib.domain.errors import Problem, StorageProblem

#: Held back for whoever looks after the server, a backup, a command beside the running app.
SPARE = 5
#: What one process holds at most, and how many more it may take for a moment.
MOST, MOST_MORE = 10, 10
#: One for a lock, one for what is done under it, and two for those who read meanwhile.
LEAST = 4
_LIMITS = text(
    """
    select current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int
         - coalesce(current_setting('reserved_connections', true), '0')::int as server,
           (select rolconnlimit from pg_roles where rolname = current_user) as role,
           (select datconnlimit from pg_database where datname = current_database()) as base
    """
)


@dataclass(frozen=True)
class Pool:
    """Connections that stay open, and how many more may be taken for a moment."""

    size: int = MOST
    more: int = MOST_MORE

    @property
    def most(self) -> int:
        """All that one process can hold."""
        return self.size + self.more


def limit_of(connection: Connection) -> int:
    """How many connections the server lets this role open to this database; administrators' places are not among them."""
    row = connection.execute(_LIMITS).one()
    return int(min(n for n in row if n is not None and n >= 0))


def pool_for(limit: int, processes: int) -> Pool:
    """A process's share; raises `StorageProblem` when it is too small to work with."""
    share = (limit - SPARE) // max(1, processes)
    if share < LEAST:
        wanted = LEAST * processes + SPARE
        raise StorageProblem(
            Problem(
                f"PostgreSQL เปิดการเชื่อมต่อได้ {limit} แต่ระบบ {processes} โปรเซสต้องใช้อย่างน้อย {wanted} "
                "เพิ่ม max_connections (หรือ CONNECTION LIMIT ของผู้ใช้) แล้วเปิด PostgreSQL ใหม่ หรือลด --processes",
                f"PostgreSQL allows {limit} connections, and {processes} processes need at least {wanted}: raise "
                "max_connections (or the role's CONNECTION LIMIT) and restart PostgreSQL, or lower --processes.",
            )
        )
    size = min(MOST, share)
    return Pool(size, min(MOST_MORE, share - size))

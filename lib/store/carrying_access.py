"""Rights across a restore: they belong to the installation, and a backup never brings one back.

Where the standing store could be read, its accounts, grants, invitations and sessions stay as they
are. Where nothing stood (another PC, a lost disk) the backup's accounts and grants are all there is;
sessions end and open invitations stop: a link or a cookie of then may be in other hands by now.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from lib.store.access_tables import OF_THE_INSTALLATION
from lib.store.tables import table

#: Table → its rows.
Access = dict[str, list[dict[str, object]]]
_BATCH = 1000


def read(connection: Connection) -> Access:
    """Everything of access as it stands."""
    return {
        name: [dict(row) for row in connection.execute(select(table(name))).mappings()] for name in OF_THE_INSTALLATION
    }


def carry_over(connection: Connection, standing: Access | None) -> None:
    """After a backup came in: put the standing rights in place of its own; None: nothing could be read."""
    if standing is None:
        now = datetime.now(UTC)
        sessions, invitations = table("login_session"), table("invitation")
        connection.execute(update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=now))
        connection.execute(update(invitations).where(invitations.c.revoked_at.is_(None)).values(revoked_at=now))
        return
    for name in reversed(OF_THE_INSTALLATION):
        connection.execute(delete(table(name)))
    for name in OF_THE_INSTALLATION:
        for part in range(0, len(standing[name]), _BATCH):
            connection.execute(insert(table(name)), standing[name][part : part + _BATCH])

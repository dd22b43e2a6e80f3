"""Alembic's entry: runs the committed migrations on the connection that the store hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from lib.store.tables import tables


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types as the plain SQL types they stand for."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables(),
    render_as_batch=True,
    render_item=render_item,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()

"""Runs migrations on the connection that `models.schema` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from models import schema
from models.base import Moment


def plain(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:  # noqa: ANN401
    """Write our column types as plain ones: a migration has to stay what it was."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=False,  # String(32) stands for our enums
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()

"""Indexes: messages nobody has in hand, as they leave; who holds the others; who was just bound."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("state in ('waiting', 'sending')")


def upgrade() -> None:
    left = sa.text("state = 'waiting' and owner is null")
    op.create_index(
        "ix_messages_left",
        "messages",
        ["bot_id", "lane", "id", "not_before"],
        sqlite_where=left,
        postgresql_where=left,
    )
    _open_by(["bot_id", "owner", "not_before"])
    op.create_index("ix_members_bound_at", "members", ["bound_at"])


def downgrade() -> None:
    op.drop_index("ix_members_bound_at", "members")
    op.drop_index("ix_messages_left", "messages")
    _open_by(["bot_id", "not_before"])


def _open_by(columns: list[str]) -> None:
    op.drop_index("ix_messages_waiting", "messages")
    op.create_index(
        "ix_messages_waiting",
        "messages",
        columns,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )

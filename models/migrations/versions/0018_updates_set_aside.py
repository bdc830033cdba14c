"""Updates that were set aside are counted without a walk through those that are done."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_updates_aside",
        "updates",
        ["bot_id", "state"],
        sqlite_where=sa.text("state in ('parked', 'unreadable', 'too_many')"),
        postgresql_where=sa.text("state in ('parked', 'unreadable', 'too_many')"),
    )


def downgrade() -> None:
    op.drop_index("ix_updates_aside", table_name="updates")

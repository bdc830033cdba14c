"""An index of the updates that nobody has in hand yet, the oldest first."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    left = sa.text("state = 'new' and owner is null")
    op.create_index(
        "ix_updates_left",
        "updates",
        ["bot_id", "received_at", "update_id"],
        sqlite_where=left,
        postgresql_where=left,
    )


def downgrade() -> None:
    op.drop_index("ix_updates_left", "updates")

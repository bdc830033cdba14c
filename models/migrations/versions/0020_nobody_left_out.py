"""Reminders of booked places that were missed stand in the sum-up to the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_MISSED = "state = 'missed' and told_at is null"


def upgrade() -> None:
    op.add_column("reception_slots", sa.Column("told_at", sa.DateTime(timezone=True)))
    # What was missed before is long over: nobody is told of it now.
    op.execute("UPDATE reception_slots SET told_at = booked_at WHERE state = 'missed'")
    op.create_index(
        "ix_reception_slots_missed",
        "reception_slots",
        ["group_id"],
        sqlite_where=sa.text(_MISSED),
        postgresql_where=sa.text(_MISSED),
    )


def downgrade() -> None:
    op.drop_index("ix_reception_slots_missed", table_name="reception_slots")
    op.drop_column("reception_slots", "told_at")

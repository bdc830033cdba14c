"""Nobody left out: booked places, public channels, marked words, materials sent before."""

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
    op.execute(
        "INSERT INTO chats (chat_id, group_id, role, title, linked_at)"
        " SELECT channel_id, group_id, 'channel', CAST(channel_id AS VARCHAR(255)),"
        " CURRENT_TIMESTAMP FROM reception_settings WHERE channel_id IS NOT NULL"
        " AND channel_id NOT IN (SELECT chat_id FROM chats)"
        " AND group_id = (SELECT MIN(other.group_id) FROM reception_settings AS other"
        " WHERE other.channel_id = reception_settings.channel_id)"
    )
    op.drop_column("reception_settings", "channel_id")
    op.add_column("materials", sa.Column("marks", sa.JSON()))
    op.add_column("members", sa.Column("catch_up_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_members_catch_up_at",
        "members",
        ["catch_up_at"],
        sqlite_where=sa.text("catch_up_at is not null"),
        postgresql_where=sa.text("catch_up_at is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_members_catch_up_at", table_name="members")
    op.drop_column("members", "catch_up_at")
    op.drop_column("materials", "marks")
    op.add_column("reception_settings", sa.Column("channel_id", sa.BigInteger()))
    op.execute(
        "UPDATE reception_settings SET channel_id = (SELECT chat_id FROM chats"
        " WHERE chats.group_id = reception_settings.group_id AND chats.role = 'channel'"
        " AND chats.unlinked_at IS NULL)"
    )
    op.execute("DELETE FROM chats WHERE role = 'channel'")
    op.drop_index("ix_reception_slots_missed", table_name="reception_slots")
    op.drop_column("reception_slots", "told_at")

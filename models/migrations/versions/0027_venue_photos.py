"""Pictures of the rotating code that are shown in a chat and change by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "venue_photos",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("photo_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_venue_photos_group_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "activity_id", "member_id", name=op.f("pk_venue_photos")
        ),
    )
    op.create_index("ix_venue_photos_due_at", "venue_photos", ["due_at"])


def downgrade() -> None:
    op.drop_table("venue_photos")

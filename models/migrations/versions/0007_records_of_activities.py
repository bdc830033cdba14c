"""records of activities."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_records",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_activity_records_group_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "activity_id", name=op.f("pk_activity_records")),
    )
    op.create_table(
        "press_items",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("outlet", sa.String(length=60), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_press_items_group_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_press_items")),
    )
    with op.batch_alter_table("press_items", schema=None) as batch_op:
        batch_op.create_index(
            "ix_press_items_activity_id", ["group_id", "activity_id"], unique=False
        )
        batch_op.create_index(
            "ix_press_items_published_on", ["group_id", "published_on"], unique=False
        )

    op.create_table(
        "record_outcomes",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_record_outcomes_group_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_record_outcomes")),
    )
    with op.batch_alter_table("record_outcomes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_outcomes_activity_id", ["group_id", "activity_id"], unique=False
        )
        batch_op.create_index(
            "ix_record_outcomes_happened_on", ["group_id", "happened_on"], unique=False
        )

    op.create_table(
        "record_pictures",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_record_pictures_group_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_record_pictures")),
        sa.UniqueConstraint(
            "group_id",
            "activity_id",
            "file_unique_id",
            name=op.f("uq_record_pictures_group_id_activity_id_file_unique_id"),
        ),
    )


def downgrade() -> None:
    op.drop_table("record_pictures")
    with op.batch_alter_table("record_outcomes", schema=None) as batch_op:
        batch_op.drop_index("ix_record_outcomes_happened_on")
        batch_op.drop_index("ix_record_outcomes_activity_id")

    op.drop_table("record_outcomes")
    with op.batch_alter_table("press_items", schema=None) as batch_op:
        batch_op.drop_index("ix_press_items_published_on")
        batch_op.drop_index("ix_press_items_activity_id")

    op.drop_table("press_items")
    op.drop_table("activity_records")

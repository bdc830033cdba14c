"""Stations and who wants to hear of their receptions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stations",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("contact", sa.String(length=64), nullable=True),
        sa.Column("phone_sealed", sa.String(length=200), nullable=True),
        sa.Column("hours", sa.String(length=200), nullable=True),
        sa.Column("constituency", sa.String(length=128), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_stations_group_id")),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_stations")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_stations_group_id_name")),
        sa.UniqueConstraint("token", name=op.f("uq_stations_token")),
    )
    op.create_table(
        "station_subscribers",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "station_id"],
            ["stations.group_id", "stations.id"],
            name=op.f("fk_station_subscribers_group_id_station_id"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "station_id", "account_id", name=op.f("pk_station_subscribers")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("station_subscribers", schema=None) as batch_op:
        batch_op.create_index("ix_station_subscribers_account_id", ["account_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("station_subscribers", schema=None) as batch_op:
        batch_op.drop_index("ix_station_subscribers_account_id")

    op.drop_table("station_subscribers")
    op.drop_table("stations")

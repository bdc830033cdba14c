"""Reports that go by Open311 never double; pictures that staff have cleared can be seen there."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

_HAS_REFERENCE = sa.text("reference is not null")


def upgrade() -> None:
    with op.batch_alter_table("system_requests", schema=None) as requests:
        requests.drop_constraint(op.f("uq_system_requests_group_id_token"), type_="unique")
        requests.drop_column("token")
        requests.add_column(sa.Column("reference", sa.String(length=64), nullable=True))
    op.create_index(
        "uq_system_requests_reference",
        "system_requests",
        ["group_id", "system_id", "reference"],
        unique=True,
        sqlite_where=_HAS_REFERENCE,
        postgresql_where=_HAS_REFERENCE,
    )
    op.add_column("tickets", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "issues", sa.Column("pictures_cleared_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("issues", "pictures_cleared_at")
    op.drop_column("tickets", "sent_at")
    op.drop_index("uq_system_requests_reference", table_name="system_requests")
    op.add_column("system_requests", sa.Column("token", sa.String(length=64), nullable=True))
    op.execute("UPDATE system_requests SET token = CAST(issue_id AS VARCHAR(64))")
    with op.batch_alter_table("system_requests", schema=None) as requests:
        requests.drop_column("reference")
        requests.alter_column("token", existing_type=sa.String(length=64), nullable=False)
        requests.create_unique_constraint(
            op.f("uq_system_requests_group_id_token"), ["group_id", "token"]
        )

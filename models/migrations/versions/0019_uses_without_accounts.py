"""What people did lately is counted under a keyed hash; what was counted before is forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _make(person: sa.Column[str] | sa.Column[int]) -> None:
    op.drop_table("uses")
    op.create_table(
        "uses",
        sa.Column("what", sa.String(length=32), nullable=False),
        person,
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("what", person.name, "id", name=op.f("pk_uses")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_uses_at", "uses", ["at"])


def upgrade() -> None:
    _make(sa.Column("person", sa.String(length=64), nullable=False))


def downgrade() -> None:
    _make(sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False))

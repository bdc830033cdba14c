"""Points follow rules that were adopted afterwards, and lines say which version brought them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "points_recounts",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "version"],
            ["rule_sets.group_id", "rule_sets.version"],
            name=op.f("fk_points_recounts_group_id_rule_sets"),
        ),
        sa.PrimaryKeyConstraint("group_id", "version", name=op.f("pk_points_recounts")),
    )
    op.add_column("line_reasons", sa.Column("version", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("line_reasons", "version")
    op.drop_table("points_recounts")

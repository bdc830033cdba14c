"""Units of suggestions as references, what they hand in, deputies who do not vote on themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _files()
    with op.batch_alter_table("suggestions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.BigInteger(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_suggestions_group_id_unit_id"),
            "units",
            ["group_id", "unit_id"],
            ["group_id", "id"],
        )
        batch_op.create_index(
            "ix_suggestions_unit_id", ["group_id", "unit_id", "state"], unique=False
        )
    with op.batch_alter_table("suggestion_assistants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.BigInteger(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_suggestion_assistants_group_id_unit_id"),
            "units",
            ["group_id", "unit_id"],
            ["group_id", "id"],
        )
        batch_op.create_index(
            "ix_suggestion_assistants_unit_id", ["group_id", "unit_id"], unique=False
        )
    with op.batch_alter_table("suggestion_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("suggestion_steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_unit_id", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("skips_self", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("ballot_subjects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_id", sa.BigInteger(), nullable=True))
    _find_units("suggestions")
    _find_units("suggestion_assistants")


def _find_units(table: str) -> None:
    """Have a name that is exactly that of a unit of the group mean this unit."""
    op.execute(
        f"UPDATE {table} SET unit_id = (SELECT id FROM units"  # noqa: S608  # nosec B608
        f" WHERE units.group_id = {table}.group_id AND units.name = {table}.unit"
        " AND units.left_at IS NULL)"
    )


def _files() -> None:
    op.create_table(
        "suggestion_files",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("suggestion_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("is_proof", sa.Boolean(), nullable=False),
        sa.Column("media", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "suggestion_id"],
            ["suggestions.group_id", "suggestions.id"],
            name=op.f("fk_suggestion_files_group_id_suggestion_id"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "suggestion_id", "id", name=op.f("pk_suggestion_files")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    with op.batch_alter_table("ballot_subjects", schema=None) as batch_op:
        batch_op.drop_column("member_id")
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.drop_column("skips_self")
    with op.batch_alter_table("suggestion_steps", schema=None) as batch_op:
        batch_op.drop_column("by_unit_id")
    with op.batch_alter_table("suggestion_answers", schema=None) as batch_op:
        batch_op.drop_column("claimed_on")
    for table in ("suggestion_assistants", "suggestions"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"ix_{table}_unit_id")
            batch_op.drop_constraint(op.f(f"fk_{table}_group_id_unit_id"), type_="foreignkey")
            batch_op.drop_column("unit_id")
    op.drop_table("suggestion_files")

"""Index: a member's account comes before the group, so that no look by key reads a group."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch:
        batch.drop_index("ix_members_account_id")  # the new one begins with the account, too
        batch.drop_constraint("uq_members_group_id_account_id_role", type_="unique")
        batch.create_unique_constraint(
            "uq_members_account_id_group_id_role", ["account_id", "group_id", "role"]
        )


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch:
        batch.drop_constraint("uq_members_account_id_group_id_role", type_="unique")
        batch.create_unique_constraint(
            "uq_members_group_id_account_id_role", ["group_id", "account_id", "role"]
        )
        batch.create_index("ix_members_account_id", ["account_id"], unique=False)

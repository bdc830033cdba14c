"""Index: what a message is about comes before its group, so that no look by key reads a group."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _unique("about", "group_id", "chat_id", instead_of="uq_messages_group_id_about_chat_id")


def downgrade() -> None:
    _unique("group_id", "about", "chat_id", instead_of="uq_messages_about_group_id_chat_id")


def _unique(*columns: str, instead_of: str) -> None:
    with op.batch_alter_table("messages", schema=None) as batch:
        batch.drop_constraint(instead_of, type_="unique")
        batch.create_unique_constraint(f"uq_messages_{'_'.join(columns)}", list(columns))

"""Remember every message of an album that was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the numbers of the messages after the first."""
    with op.batch_alter_table("messages") as messages:
        messages.add_column(sa.Column("further_ids", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("messages") as messages:
        messages.drop_column("further_ids")

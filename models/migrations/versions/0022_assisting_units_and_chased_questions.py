"""Units that assist, with clocks of their own; questions that are chased; notices of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_OPEN = "state in ('sent', 'accepted')"
_LEADING = f"{_OPEN} and not is_assisting"


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def upgrade() -> None:
    with op.batch_alter_table("work_orders", schema=None) as batch_op:
        batch_op.drop_index("uq_work_orders_open")
        batch_op.add_column(
            sa.Column("is_assisting", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("contribution", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("clock_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("light", sa.SmallInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("alarm_at", sa.DateTime(timezone=True), nullable=True))
    of_issue = ["group_id", "issue_id"]
    _index("uq_work_orders_open", "work_orders", of_issue, _LEADING, unique=True)
    _index("uq_work_orders_open_unit", "work_orders", [*of_issue, "unit_id"], _OPEN, unique=True)
    _index("ix_work_orders_alarm_at", "work_orders", ["alarm_at"], "alarm_at is not null")
    op.create_index("ix_work_orders_issue_id", "work_orders", of_issue)

    op.add_column("issues", sa.Column("chase_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "issues", sa.Column("chased", sa.SmallInteger(), nullable=False, server_default="0")
    )
    _index("ix_issues_chase_at", "issues", ["chase_at"], "chase_at is not null")
    op.add_column(
        "issue_settings",
        sa.Column("chase_days", sa.SmallInteger(), nullable=False, server_default="3"),
    )
    # What was asked before the upgrade is chased like what is asked from now on.
    op.execute("update issues set chase_at = paused_at where state = 'asked'")

    op.add_column("messages", sa.Column("told_on", sa.Date(), nullable=True))
    _index("ix_messages_told_on", "messages", ["chat_id", "told_on"], "told_on is not null")


def downgrade() -> None:
    op.drop_index("ix_messages_told_on", table_name="messages")
    op.drop_index("ix_issues_chase_at", table_name="issues")
    for name in (
        "ix_work_orders_issue_id",
        "ix_work_orders_alarm_at",
        "uq_work_orders_open_unit",
        "uq_work_orders_open",
    ):
        op.drop_index(name, table_name="work_orders")
    # What older programs know nothing of must not look like a leading order to them.
    op.execute("delete from work_orders where is_assisting")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_column("told_on")
    with op.batch_alter_table("issue_settings", schema=None) as batch_op:
        batch_op.drop_column("chase_days")
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.drop_column("chased")
        batch_op.drop_column("chase_at")
    with op.batch_alter_table("work_orders", schema=None) as batch_op:
        for name in ("alarm_at", "light", "due_at", "clock_from", "contribution", "is_assisting"):
            batch_op.drop_column(name)
    _index("uq_work_orders_open", "work_orders", ["group_id", "issue_id"], _OPEN, unique=True)

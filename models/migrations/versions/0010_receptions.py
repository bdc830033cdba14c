"""Receptions: rounds, sessions, duties, swaps, what falls due; activities for those named."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reception_plan_files",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_reception_plan_files")),
    )
    op.create_table(
        "reception_settings",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("start_month", sa.SmallInteger(), nullable=False),
        sa.Column("day_rule", sa.String(length=40), nullable=False),
        sa.Column("hour", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("stations", sa.SmallInteger(), nullable=True),
        sa.Column("deputies", sa.SmallInteger(), nullable=True),
        sa.Column("house_calls", sa.SmallInteger(), nullable=False),
        sa.Column("slots", sa.SmallInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("calendar_warned", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_reception_settings_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_reception_settings")),
    )
    op.create_table(
        "rounds",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_rounds_group_id")),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_rounds")),
        sa.UniqueConstraint(
            "group_id", "year", "number", name=op.f("uq_rounds_group_id_year_number")
        ),
    )
    op.create_table(
        "reception_calls",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "round_id"],
            ["rounds.group_id", "rounds.id"],
            name=op.f("fk_reception_calls_group_id_round_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_reception_calls")),
        sa.UniqueConstraint(
            "group_id",
            "round_id",
            "session_id",
            "kind",
            name=op.f("uq_reception_calls_group_id_round_id_session_id_kind"),
        ),
    )
    with op.batch_alter_table("reception_calls", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reception_calls_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(
            "ix_reception_calls_missed",
            ["group_id"],
            unique=False,
            sqlite_where=sa.text("state = 'missed' and sent_at is null"),
            postgresql_where=sa.text("state = 'missed' and sent_at is null"),
        )

    op.create_table(
        "reception_sessions",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("station_id", sa.BigInteger(), nullable=False),
        sa.Column("mode", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("topics", sa.String(length=200), nullable=True),
        sa.Column("route_sealed", sa.Text(), nullable=True),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.BigInteger(), nullable=True),
        sa.Column("visitors", sa.SmallInteger(), nullable=True),
        sa.Column("remark", sa.String(length=500), nullable=True),
        sa.Column("recorder_id", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_reception_sessions_group_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "round_id"],
            ["rounds.group_id", "rounds.id"],
            name=op.f("fk_reception_sessions_group_id_round_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "station_id"],
            ["stations.group_id", "stations.id"],
            name=op.f("fk_reception_sessions_group_id_station_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_reception_sessions")),
        sa.UniqueConstraint(
            "group_id", "activity_id", name=op.f("uq_reception_sessions_group_id_activity_id")
        ),
    )
    with op.batch_alter_table("reception_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reception_sessions_round_id", ["group_id", "round_id"], unique=False
        )
        batch_op.create_index(
            "ix_reception_sessions_starts_at", ["group_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            "ix_reception_sessions_station_id",
            ["group_id", "station_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "duties",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("count", sa.SmallInteger(), nullable=False),
        sa.Column("is_home", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["members.group_id", "members.id"],
            name=op.f("fk_duties_group_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "session_id"],
            ["reception_sessions.group_id", "reception_sessions.id"],
            name=op.f("fk_duties_group_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "session_id", "member_id", name=op.f("pk_duties")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index("ix_duties_member_id", ["group_id", "member_id"], unique=False)

    op.create_table(
        "reception_slots",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "session_id"],
            ["reception_sessions.group_id", "reception_sessions.id"],
            name=op.f("fk_reception_slots_group_id_session_id"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "session_id", "account_id", name=op.f("pk_reception_slots")
        ),
        sa.UniqueConstraint(
            "group_id",
            "session_id",
            "number",
            name=op.f("uq_reception_slots_group_id_session_id_number"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reception_slots", schema=None) as batch_op:
        batch_op.create_index("ix_reception_slots_account_id", ["account_id"], unique=False)
        batch_op.create_index(
            "ix_reception_slots_remind_at",
            ["remind_at"],
            unique=False,
            sqlite_where=sa.text("remind_at is not null"),
            postgresql_where=sa.text("remind_at is not null"),
        )

    op.create_table(
        "reception_tellings",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "session_id"],
            ["reception_sessions.group_id", "reception_sessions.id"],
            name=op.f("fk_reception_tellings_group_id_session_id"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "session_id", "account_id", name=op.f("pk_reception_tellings")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reception_tellings", schema=None) as batch_op:
        batch_op.create_index("ix_reception_tellings_account_id", ["account_id"], unique=False)

    op.create_table(
        "swaps",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("taker_id", sa.BigInteger(), nullable=True),
        sa.Column("give_session_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "member_id"],
            ["members.group_id", "members.id"],
            name=op.f("fk_swaps_group_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "session_id"],
            ["reception_sessions.group_id", "reception_sessions.id"],
            name=op.f("fk_swaps_group_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_swaps")),
    )
    with op.batch_alter_table("swaps", schema=None) as batch_op:
        batch_op.create_index(
            "uq_swaps_open",
            ["group_id", "session_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("state in ('asked', 'offered')"),
            postgresql_where=sa.text("state in ('asked', 'offered')"),
        )

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("members", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("round_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("round_id")
        batch_op.drop_column("members")

    with op.batch_alter_table("swaps", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_swaps_open",
            sqlite_where=sa.text("state in ('asked', 'offered')"),
            postgresql_where=sa.text("state in ('asked', 'offered')"),
        )

    op.drop_table("swaps")
    with op.batch_alter_table("reception_tellings", schema=None) as batch_op:
        batch_op.drop_index("ix_reception_tellings_account_id")

    op.drop_table("reception_tellings")
    with op.batch_alter_table("reception_slots", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reception_slots_remind_at",
            sqlite_where=sa.text("remind_at is not null"),
            postgresql_where=sa.text("remind_at is not null"),
        )
        batch_op.drop_index("ix_reception_slots_account_id")

    op.drop_table("reception_slots")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index("ix_duties_member_id")

    op.drop_table("duties")
    with op.batch_alter_table("reception_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_reception_sessions_station_id")
        batch_op.drop_index("ix_reception_sessions_starts_at")
        batch_op.drop_index("ix_reception_sessions_round_id")

    op.drop_table("reception_sessions")
    with op.batch_alter_table("reception_calls", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reception_calls_missed",
            sqlite_where=sa.text("state = 'missed' and sent_at is null"),
            postgresql_where=sa.text("state = 'missed' and sent_at is null"),
        )
        batch_op.drop_index(
            "ix_reception_calls_due",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("reception_calls")
    op.drop_table("rounds")
    op.drop_table("reception_settings")
    op.drop_table("reception_plan_files")

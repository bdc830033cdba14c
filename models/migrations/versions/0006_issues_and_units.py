"""Issues, units and work orders."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue_serials",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_issue_serials_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "year", name=op.f("pk_issue_serials")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "units",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("is_community", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_units_group_id")),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_units")),
        sa.UniqueConstraint("group_id", "name", name=op.f("uq_units_group_id_name")),
    )
    op.create_table(
        "issue_settings",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("director_id", sa.BigInteger(), nullable=True),
        sa.Column("triage_days", sa.SmallInteger(), nullable=False),
        sa.Column("accept_days", sa.SmallInteger(), nullable=False),
        sa.Column("simple_days", sa.SmallInteger(), nullable=False),
        sa.Column("complex_days", sa.SmallInteger(), nullable=False),
        sa.Column("report_back_days", sa.SmallInteger(), nullable=False),
        sa.Column("very_urgent_hours", sa.SmallInteger(), nullable=False),
        sa.Column("listed_on", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "director_id"],
            ["members.group_id", "members.id"],
            name=op.f("fk_issue_settings_group_id_director_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["groups.id"], name=op.f("fk_issue_settings_group_id")
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_issue_settings")),
    )
    op.create_table(
        "issues",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "mode",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("station_id", sa.BigInteger(), nullable=True),
        sa.Column("activity_id", sa.BigInteger(), nullable=True),
        sa.Column("recorder_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=True),
        sa.Column("name_sealed", sa.String(length=400), nullable=True),
        sa.Column("phone_sealed", sa.String(length=400), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("address_sealed", sa.String(length=800), nullable=True),
        sa.Column(
            "report_back_by",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column(
            "category",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column(
            "urgency",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("wish", sa.String(length=500), nullable=True),
        sa.Column("may_publish", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.BigInteger(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "route",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("external_number", sa.String(length=64), nullable=True),
        sa.Column("is_complex", sa.Boolean(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("topic_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "resumes",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column("light", sa.SmallInteger(), nullable=False),
        sa.Column("alarm_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "declined",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column(
            "outcome",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "told_way",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column("deputy_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "solved",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column(
            "satisfaction",
            sa.String(length=32),
            nullable=True,
        ),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.SmallInteger(), nullable=False),
        sa.Column("parked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "activity_id"],
            ["activities.group_id", "activities.id"],
            name=op.f("fk_issues_group_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "claimed_by"],
            ["members.group_id", "members.id"],
            name=op.f("fk_issues_group_id_claimed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "merged_into"],
            ["issues.group_id", "issues.id"],
            name=op.f("fk_issues_group_id_merged_into"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "recorder_id"],
            ["members.group_id", "members.id"],
            name=op.f("fk_issues_group_id_recorder_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "unit_id"],
            ["units.group_id", "units.id"],
            name=op.f("fk_issues_group_id_unit_id"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_issues_group_id")),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_issues")),
        sa.UniqueConstraint(
            "group_id", "year", "serial", name=op.f("uq_issues_group_id_year_serial")
        ),
    )
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.create_index("ix_issues_account_id", ["account_id", "reported_at"], unique=False)
        batch_op.create_index("ix_issues_activity_id", ["group_id", "activity_id"], unique=False)
        batch_op.create_index(
            "ix_issues_alarm_at",
            ["alarm_at"],
            unique=False,
            sqlite_where=sa.text("alarm_at is not null"),
            postgresql_where=sa.text("alarm_at is not null"),
        )
        batch_op.create_index(
            "ix_issues_external_number", ["group_id", "external_number"], unique=False
        )
        batch_op.create_index("ix_issues_merged_into", ["group_id", "merged_into"], unique=False)
        batch_op.create_index(
            "ix_issues_parked_until",
            ["parked_until"],
            unique=False,
            sqlite_where=sa.text("parked_until is not null"),
            postgresql_where=sa.text("parked_until is not null"),
        )
        batch_op.create_index(
            "ix_issues_rating_due_at",
            ["rating_due_at"],
            unique=False,
            sqlite_where=sa.text("rating_due_at is not null"),
            postgresql_where=sa.text("rating_due_at is not null"),
        )
        batch_op.create_index(
            "ix_issues_recorder_id", ["group_id", "recorder_id", "reported_at"], unique=False
        )
        batch_op.create_index("ix_issues_state", ["group_id", "state", "reported_at"], unique=False)
        batch_op.create_index(
            "ix_issues_station_id", ["group_id", "station_id", "reported_at"], unique=False
        )
        batch_op.create_index(
            "ix_issues_topic_at",
            ["topic_at"],
            unique=False,
            sqlite_where=sa.text("topic_at is not null"),
            postgresql_where=sa.text("topic_at is not null"),
        )
        batch_op.create_index("ix_issues_unit_id", ["group_id", "unit_id", "state"], unique=False)
        batch_op.create_index("uq_issues_receipt_hash", ["receipt_hash"], unique=True)

    op.create_table(
        "unit_contacts",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "unit_id"],
            ["units.group_id", "units.id"],
            name=op.f("fk_unit_contacts_group_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_unit_contacts")),
    )
    with op.batch_alter_table("unit_contacts", schema=None) as batch_op:
        batch_op.create_index("ix_unit_contacts_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_unit_contacts_unit_id", ["group_id", "unit_id"], unique=False)
        batch_op.create_index("uq_unit_contacts_token_hash", ["token_hash"], unique=True)

    op.create_table(
        "issue_entries",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("issue_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=48), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "way",
            sa.String(length=32),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "issue_id"],
            ["issues.group_id", "issues.id"],
            name=op.f("fk_issue_entries_group_id_issue_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "issue_id", "id", name=op.f("pk_issue_entries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "issue_files",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("issue_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("file_id", sa.String(length=200), nullable=False),
        sa.Column("file_unique_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("caption", sa.String(length=1024), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_proof", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "issue_id"],
            ["issues.group_id", "issues.id"],
            name=op.f("fk_issue_files_group_id_issue_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "issue_id", "id", name=op.f("pk_issue_files")),
        sa.UniqueConstraint(
            "group_id",
            "issue_id",
            "file_unique_id",
            name=op.f("uq_issue_files_group_id_issue_id_file_unique_id"),
        ),
    )
    op.create_table(
        "issue_followers",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("issue_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "issue_id"],
            ["issues.group_id", "issues.id"],
            name=op.f("fk_issue_followers_group_id_issue_id"),
        ),
        sa.PrimaryKeyConstraint(
            "group_id", "issue_id", "account_id", name=op.f("pk_issue_followers")
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("issue_followers", schema=None) as batch_op:
        batch_op.create_index("ix_issue_followers_account_id", ["account_id"], unique=False)

    op.create_table(
        "work_orders",
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("issue_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.String(length=32),
            nullable=False,
        ),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id", "issue_id"],
            ["issues.group_id", "issues.id"],
            name=op.f("fk_work_orders_group_id_issue_id"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "unit_id"],
            ["units.group_id", "units.id"],
            name=op.f("fk_work_orders_group_id_unit_id"),
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_work_orders")),
    )
    with op.batch_alter_table("work_orders", schema=None) as batch_op:
        batch_op.create_index(
            "ix_work_orders_unit_id", ["group_id", "unit_id", "state"], unique=False
        )
        batch_op.create_index(
            "uq_work_orders_open",
            ["group_id", "issue_id"],
            unique=True,
            sqlite_where=sa.text("state in ('sent', 'accepted')"),
            postgresql_where=sa.text("state in ('sent', 'accepted')"),
        )

    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_forum", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_column("is_forum")

    with op.batch_alter_table("work_orders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_work_orders_open",
            sqlite_where=sa.text("state in ('sent', 'accepted')"),
            postgresql_where=sa.text("state in ('sent', 'accepted')"),
        )
        batch_op.drop_index("ix_work_orders_unit_id")

    op.drop_table("work_orders")
    with op.batch_alter_table("issue_followers", schema=None) as batch_op:
        batch_op.drop_index("ix_issue_followers_account_id")

    op.drop_table("issue_followers")
    op.drop_table("issue_files")
    op.drop_table("issue_entries")
    with op.batch_alter_table("unit_contacts", schema=None) as batch_op:
        batch_op.drop_index("uq_unit_contacts_token_hash")
        batch_op.drop_index("ix_unit_contacts_unit_id")
        batch_op.drop_index("ix_unit_contacts_account_id")

    op.drop_table("unit_contacts")
    with op.batch_alter_table("issues", schema=None) as batch_op:
        batch_op.drop_index("uq_issues_receipt_hash")
        batch_op.drop_index("ix_issues_unit_id")
        batch_op.drop_index(
            "ix_issues_topic_at",
            sqlite_where=sa.text("topic_at is not null"),
            postgresql_where=sa.text("topic_at is not null"),
        )
        batch_op.drop_index("ix_issues_station_id")
        batch_op.drop_index("ix_issues_state")
        batch_op.drop_index("ix_issues_recorder_id")
        batch_op.drop_index(
            "ix_issues_rating_due_at",
            sqlite_where=sa.text("rating_due_at is not null"),
            postgresql_where=sa.text("rating_due_at is not null"),
        )
        batch_op.drop_index(
            "ix_issues_parked_until",
            sqlite_where=sa.text("parked_until is not null"),
            postgresql_where=sa.text("parked_until is not null"),
        )
        batch_op.drop_index("ix_issues_merged_into")
        batch_op.drop_index("ix_issues_external_number")
        batch_op.drop_index(
            "ix_issues_alarm_at",
            sqlite_where=sa.text("alarm_at is not null"),
            postgresql_where=sa.text("alarm_at is not null"),
        )
        batch_op.drop_index("ix_issues_activity_id")
        batch_op.drop_index("ix_issues_account_id")

    op.drop_table("issues")
    op.drop_table("issue_settings")
    op.drop_table("units")
    op.drop_table("issue_serials")

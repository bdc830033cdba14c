"""What is to be forgotten, and sessions that lie ahead, are found by their date."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_drafts_updated_at", "drafts", ["updated_at"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_index("ix_reveals_at", "reveals", ["at"])
    op.create_index(
        "ix_reception_sessions_ahead",
        "reception_sessions",
        ["starts_at"],
        sqlite_where=sa.text("state in ('draft', 'published')"),
        postgresql_where=sa.text("state in ('draft', 'published')"),
    )


def downgrade() -> None:
    op.drop_index("ix_reception_sessions_ahead", table_name="reception_sessions")
    op.drop_index("ix_reveals_at", table_name="reveals")
    op.drop_index("ix_audit_entries_at", table_name="audit_entries")
    op.drop_index("ix_drafts_updated_at", table_name="drafts")

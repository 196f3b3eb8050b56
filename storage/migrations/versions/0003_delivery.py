"""Delivery that survives doubt, reminders, retention, and the log of who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; what is stored stays as it is."""
    op.add_column("teams", sa.Column("retention_days", sa.Integer(), nullable=True))
    # What is pending may have been shown: it was leased before anybody noted a doubt.
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(
            sa.Column("doubtful", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        outbox.alter_column("interview_id", existing_type=sa.String(32), nullable=True)
        outbox.add_column(
            sa.Column("notice", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        outbox.alter_column("card", existing_type=sa.JSON(), nullable=True)
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column(
            "doubtful", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )
        outbox.alter_column(
            "notice", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )
    with op.batch_alter_table("verdicts") as verdicts:  # A fraction may have many digits.
        verdicts.alter_column("score", existing_type=sa.String(60), type_=sa.Text())
    # What was shown is kept no longer than it is needed.
    op.execute("UPDATE outbox SET card = NULL WHERE state IN ('sent', 'overtaken')")
    op.drop_index("ix_outbox_pending", "outbox")
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["team_id", "address", "number"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    with op.batch_alter_table("conversations") as conversations:
        conversations.alter_column("interview_id", existing_type=sa.String(32), nullable=True)
    op.execute(
        "INSERT INTO conversations (team_id, address)"
        " SELECT DISTINCT team_id, address FROM outbox WHERE NOT EXISTS"
        " (SELECT 1 FROM conversations AS known WHERE known.team_id = outbox.team_id"
        " AND known.address = outbox.address)"
    )
    for table in ("outbox", "conversations"):
        op.create_index(f"ix_{table}_team_id_interview_id", table, ["team_id", "interview_id"])
    op.create_index("ix_inbox_team_id_received_at", "inbox", ["team_id", "received_at"])
    op.create_table(
        "reminders",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_reminders_team_id"),
        sa.ForeignKeyConstraint(
            ["team_id", "interview_id"],
            ["interviews.team_id", "interviews.interview_id"],
            name="fk_reminders_team_id_interview_id",
        ),
        sa.PrimaryKeyConstraint("team_id", "interview_id", name="pk_reminders"),
    )
    op.create_index("ix_reminders_due_at", "reminders", ["due_at"])
    op.create_table(
        "audit_log",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(300), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_audit_log_team_id"),
        sa.PrimaryKeyConstraint("team_id", "entry_id", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_team_id_at", "audit_log", ["team_id", "at"])
    _look_after_what_is_open()


def _look_after_what_is_open() -> None:
    """A reminder for each interview that is under way; when it is due, it is looked at."""
    interviews = sa.table(
        "interviews",
        *map(sa.column, ("team_id", "interview_id", "address", "stage", "changed_at")),
    )
    reminders = sa.table(
        "reminders",
        *map(sa.column, ("team_id", "interview_id", "platform", "zone", "times", "due_at")),
    )
    connection = op.get_bind()
    under_way = sa.select(interviews).where(interviews.c.stage.in_(("open", "paused")))
    rows = [
        {
            "team_id": row.team_id,
            "interview_id": row.interview_id,
            "platform": row.address.split(":", 1)[0],
            "zone": "UTC",
            "times": 0,
            "due_at": row.changed_at,
        }
        for row in connection.execute(under_way)
    ]
    if rows:
        connection.execute(sa.insert(reminders), rows)

"""Messages that stay in view and are changed later, typed answers, and what members chose."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; what waits to be shown is shown anew, as it was meant to be."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("post", sa.String(80), nullable=True))
        outbox.add_column(
            sa.Column("showing", sa.String(20), nullable=False, server_default="anew")
        )
        outbox.add_column(sa.Column("thread", sa.String(80), nullable=True))
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column(
            "showing", existing_type=sa.String(20), existing_nullable=False, server_default=None
        )
    op.create_table(
        "posts",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("post", sa.String(80), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("interview_id", sa.String(32), nullable=True),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_posts_team_id"),
        sa.ForeignKeyConstraint(
            ["team_id", "interview_id"],
            ["interviews.team_id", "interviews.interview_id"],
            name="fk_posts_team_id_interview_id",
        ),
        sa.PrimaryKeyConstraint("team_id", "address", "post", "message_id", name="pk_posts"),
    )
    op.create_index("ix_posts_team_id_interview_id", "posts", ["team_id", "interview_id"])
    op.create_index("ix_posts_team_id_post", "posts", ["team_id", "post"])
    op.create_table(
        "said",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("message_id", sa.String(100), nullable=False),
        sa.Column("interview_id", sa.String(32), nullable=False),
        sa.Column("trait", sa.String(32), nullable=False),
        sa.Column("first", sa.String(100), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_said_team_id"),
        sa.ForeignKeyConstraint(
            ["team_id", "interview_id"],
            ["interviews.team_id", "interviews.interview_id"],
            name="fk_said_team_id_interview_id",
        ),
        sa.PrimaryKeyConstraint("team_id", "address", "message_id", name="pk_said"),
    )
    op.create_index("ix_said_team_id_interview_id", "said", ["team_id", "interview_id"])
    op.create_table(
        "members",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("language", sa.String(20), nullable=True),
        sa.Column("zone", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_members_team_id"),
        sa.PrimaryKeyConstraint("team_id", "address", name="pk_members"),
    )

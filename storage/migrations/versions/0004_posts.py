"""Messages that are changed later, typed answers, what members chose, installations on Slack."""

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
    op.create_table(
        "leases",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )
    _create_slack_tables()


def _create_slack_tables() -> None:
    """The tables of slack_sdk's stores, with room for sealed tokens."""
    workspace = ["client_id", "enterprise_id", "team_id"]
    more: list[sa.Column[object]] = [
        sa.Column("enterprise_url", sa.String(200)),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("user_token", sa.Text()),
        sa.Column("user_scopes", sa.String(1000)),
        sa.Column("user_refresh_token", sa.Text()),
        sa.Column("user_token_expires_at", sa.DateTime()),
        sa.Column("incoming_webhook_url", sa.String(200)),
        sa.Column("incoming_webhook_channel", sa.String(200)),
        sa.Column("incoming_webhook_channel_id", sa.String(200)),
        sa.Column("incoming_webhook_configuration_url", sa.String(200)),
        sa.Column("token_type", sa.String(32)),
    ]
    tables: list[tuple[str, list[sa.Column[object]], list[str]]] = [
        ("slack_bots", [], [*workspace, "installed_at"]),
        ("slack_installations", more, [*workspace, "user_id", "installed_at"]),
    ]
    for name, columns, by in tables:
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
            sa.Column("client_id", sa.String(32), nullable=False),
            sa.Column("app_id", sa.String(32), nullable=False),
            sa.Column("enterprise_id", sa.String(32)),
            sa.Column("enterprise_name", sa.String(200)),
            sa.Column("team_id", sa.String(32)),
            sa.Column("team_name", sa.String(200)),
            sa.Column("bot_token", sa.Text()),
            sa.Column("bot_id", sa.String(32)),
            sa.Column("bot_user_id", sa.String(32)),
            sa.Column("bot_scopes", sa.String(1000)),
            sa.Column("bot_refresh_token", sa.Text()),
            sa.Column("bot_token_expires_at", sa.DateTime()),
            sa.Column("is_enterprise_install", sa.Boolean(), nullable=False),
            sa.Column("installed_at", sa.DateTime(), nullable=False),
            *columns,
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
        op.create_index(f"{name}_idx", name, by)
    op.create_table(
        "slack_oauth_states",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("state", sa.String(200), nullable=False),
        sa.Column("expire_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_slack_oauth_states"),
    )

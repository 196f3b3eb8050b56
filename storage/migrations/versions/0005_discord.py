"""Roles, intake, codes that link spaces, where people were met, and leases with an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and tables; nobody has closed their intake yet."""
    with op.batch_alter_table("spaces") as spaces:
        spaces.add_column(sa.Column("role", sa.String(100), nullable=True))
        spaces.add_column(
            sa.Column("intake_open", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    with op.batch_alter_table("spaces") as spaces:
        spaces.alter_column(
            "intake_open", existing_type=sa.Boolean(), existing_nullable=False, server_default=None
        )
    with op.batch_alter_table("leases") as leases:
        leases.add_column(sa.Column("owner", sa.String(40), nullable=True))
    with op.batch_alter_table("members") as members:
        members.add_column(sa.Column("person", sa.String(120), nullable=True))
        members.add_column(sa.Column("met_at", sa.DateTime(), nullable=True))
        members.add_column(sa.Column("room", sa.String(100), nullable=True))
        members.add_column(sa.Column("thread", sa.String(100), nullable=True))
        members.create_index("ix_members_person", ["person"])
    op.create_table(
        "links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_links_team_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_links"),
    )
    op.create_table(
        "blocked",
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("address", sa.String(300), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.team_id"], name="fk_blocked_team_id"),
        sa.PrimaryKeyConstraint("team_id", "address", name="pk_blocked"),
    )

"""The readings that wait for a tap, beside each interview."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; in interviews that are under way, nothing is offered."""
    op.add_column("interviews", sa.Column("offered", sa.JSON(), nullable=True))

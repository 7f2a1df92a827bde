"""The second schema: rounds of debate."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("topic", sa.String(120), nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("changed", sa.String(40), nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )

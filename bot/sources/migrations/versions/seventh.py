"""The seventh schema: what somebody learns, and the blocks that they bring or cut, are kept."""

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "learnt",
        sa.Column("owner", sa.String(120), primary_key=True),
        sa.Column("topic", sa.String(120), primary_key=True),
        sa.Column("node", sa.String(120), primary_key=True),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("topic", sa.String(120), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False, server_default=""),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_index("blocks_by_owner", "blocks", ["owner", "topic", "place"])

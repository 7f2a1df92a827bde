"""The sixth schema: facts of a source that somebody corrected are kept."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Adds the column."""
    op.add_column("sources", sa.Column("corrected", sa.Text, nullable=False, server_default=""))

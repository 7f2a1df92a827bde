"""The fourth schema: no vectors of word pieces any more."""

from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Drops the column."""
    with op.batch_alter_table("vectors") as table:
        table.drop_column("tokens")

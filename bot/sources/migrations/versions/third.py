"""The third schema: whose a round is; what was kept before is the local user's."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Adds the column and its index."""
    with op.batch_alter_table("rounds") as table:
        table.add_column(sa.Column("owner", sa.String(120), nullable=False, server_default=""))
        table.create_index("rounds_by_owner", ["owner"])

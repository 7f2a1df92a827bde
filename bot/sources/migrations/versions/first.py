"""The first schema: sources, passages, sentences, vectors."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Creates the tables."""
    op.create_table(
        "sources",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("topic", sa.String(120), nullable=False, index=True),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("labels_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("date", sa.String(40), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("source_id", sa.String(32), sa.ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("section", sa.Text, nullable=False),
        sa.Column("paragraph", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("side", sa.String(80), nullable=False),
        sa.Column("voice", sa.String(20), nullable=False),
    )
    op.create_index("passages_by_source", "passages", ["source_id", "ordinal"])
    op.create_table(
        "sentences",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("passage_id", sa.String(64), sa.ForeignKey("passages.id", ondelete="CASCADE"), nullable=False),
        sa.Column("source_id", sa.String(32), nullable=False, index=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("side", sa.String(80), nullable=False),
        sa.Column("voice", sa.String(20), nullable=False),
    )
    op.create_index("sentences_by_passage", "sentences", ["passage_id", "ordinal"])
    op.create_table(
        "vectors",
        sa.Column("model", sa.String(120), primary_key=True),
        sa.Column("text_hash", sa.String(64), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("tokens", sa.LargeBinary, nullable=True),
    )

"""The tables of the corpus database: plain portable SQL, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

sources = Table(
    "sources",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("topic", String(120), nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("labels_hash", String(64), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("author", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("date", String(40), nullable=False),
    Column("url", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("corrected", Text, nullable=False, server_default=""),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("source_id", String(32), ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("side", String(80), nullable=False),
    Column("voice", String(20), nullable=False),
    Index("passages_by_source", "source_id", "ordinal"),
)

sentences = Table(
    "sentences",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("passage_id", String(64), ForeignKey("passages.id", ondelete="CASCADE"), nullable=False),
    Column("source_id", String(32), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("side", String(80), nullable=False),
    Column("voice", String(20), nullable=False),
    Index("sentences_by_passage", "passage_id", "ordinal"),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("topic", String(120), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("changed", String(40), nullable=False),
    Column("data", Text, nullable=False),
    Column("owner", String(120), nullable=False, server_default=""),
    Index("rounds_by_owner", "owner"),
)
"""Debates as they were left, whole, as JSON. The owner is "" for the local user."""

chats = Table(
    "chats",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("topic", String(120), nullable=False),
    Column("owner", String(120), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("changed", String(40), nullable=False),
    Column("data", Text, nullable=False),
    Index("chats_by_owner", "owner", "topic", "changed"),
)
"""Conversations as they were left, whole, as JSON. The owner is "" for the local user."""

learnt = Table(
    "learnt",
    metadata,
    Column("owner", String(120), primary_key=True),
    Column("topic", String(120), primary_key=True),
    Column("node", String(120), primary_key=True),
    Column("data", Text, nullable=False),
)
"""What somebody learns to answer: how well an argument of the bank is known, and when it is due again, as JSON."""

blocks = Table(
    "blocks",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("topic", String(120), nullable=False),
    Column("owner", String(120), nullable=False, server_default=""),
    Column("place", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Index("blocks_by_owner", "owner", "topic", "place"),
)
"""Blocks and cards that somebody brought or cut for a speech, whole, as JSON. The owner is "" for the local user."""

vectors = Table(
    "vectors",
    metadata,
    Column("model", String(120), primary_key=True),
    Column("text_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
"""Embeddings by model and by the hash of the text embedded, so that nothing is embedded twice."""

"""All settings in one object, read from the environment (prefix ``LECTERN_``)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "LECTERN_"
BUNDLED_MODEL = "bundled"


def bundled(folder: str) -> Path:
    """A data folder that ships with the program: beside the code in a checkout, inside it in a wheel."""
    here = Path(__file__).resolve().parent
    inside = here / "_data" / folder
    return inside if inside.is_dir() else here.parent / folder


class Settings(BaseSettings):
    """Settings of one running program; see the README for what each does."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("lectern"),
        description="Where the corpus database and its index are kept.",
    )
    corpus_dir: Path = Field(
        default_factory=lambda: bundled("corpus"),
        description="The folder of topics, one folder each.",
    )
    topic: str = Field(default="us-colombia", description="The topic to open: a folder of corpus_dir.")
    embedding_model: str = Field(
        default=BUNDLED_MODEL,
        description="'bundled' for the MiniLM that comes with the install, or any "
        "sentence-transformers name or folder.",
    )
    host: str = Field(default="127.0.0.1", description="The address that the page listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="The port that the page listens on.")
    question_chars: int = Field(
        default=2000, ge=50, description="The longest question, in characters, that is answered."
    )
    gate: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="Answer only when the gate gives at least this probability; empty: as fitted.",
    )
    build_timeout: float = Field(
        default=60.0, gt=0, description="Seconds to wait for another process that is writing the corpus."
    )
    database_url: SecretStr = Field(
        default=SecretStr(""), description="A PostgreSQL in place of the corpus database's file."
    )
    chroma_url: str = Field(default="", description="A Chroma server in place of the local vector store.")
    chroma_token: SecretStr = Field(default=SecretStr(""), description="What the Chroma server's gate asks for.")
    chroma_token_header: str = Field(
        default="X-Chroma-Token", description="The header of the token; 'Authorization' sends it as a bearer's."
    )
    chroma_tenant: str = Field(default="default_tenant", description="The tenant on the Chroma server.")
    chroma_database: str = Field(default="default_database", description="The database on the Chroma server.")
    server_timeout: float = Field(
        default=4.0, gt=0, le=8, description="Seconds to wait for an answer of the Chroma server or PostgreSQL."
    )
    watch_seconds: float = Field(
        default=2.0, ge=0, description="How often to look for changes by other processes; 0: never."
    )
    embedding_backend: Literal["torch", "onnx-int8"] = Field(
        default="torch", description="What runs the embedding model: 'torch', or 'onnx-int8', faster and a little off."
    )
    token_vectors: Literal["auto", "exact", "bits"] = Field(
        default="auto",
        description="How word pieces are kept: a byte a number, a bit a number, or bytes while the corpus is small.",
    )

    @classmethod
    def load(cls, **values: object) -> Settings:
        """Settings from the environment, with ``values`` on top.

        Raises:
            SettingsError: a variable that starts with ``LECTERN_`` is unknown or has a bad value.
        """
        known = {PREFIX + name.upper() for name in cls.model_fields}
        for name in os.environ:
            if name.startswith(PREFIX) and name not in known:
                raise SettingsError(f"{name} is not a setting of Lectern. Known: {', '.join(sorted(known))}.")
        try:
            return cls(**values)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            field = "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsError(f"{PREFIX}{field}: {first['msg']} (got {first['input']!r}).") from error

    @property
    def database(self) -> Path:
        """The file of the corpus database."""
        return self.data_dir / "corpus.db"

    @property
    def index_dir(self) -> Path:
        """The folder of index generations."""
        return self.data_dir / "index"

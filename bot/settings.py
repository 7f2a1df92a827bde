"""All settings in one object, read from the environment (prefix ``LECTERN_``)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "LECTERN_"
BUNDLED_MODEL = "bundled"
ORIGINAL_MODEL = "minilm"
"""Lectern's own embedding model, and the all-MiniLM-L6-v2 that it was made of."""
RIGHTS = ("add", "urls", "remove", "topics", "keys", "evals")
"""What the local user may do always, and others where it is switched on."""
EXTRACTIVE = "extractive"


def bundled(folder: str) -> Path:
    """A data folder that ships with the program: beside the code in a checkout, inside it in a wheel."""
    here = Path(__file__).resolve().parent
    inside = here / "_data" / folder
    return inside if inside.is_dir() else here.parent / folder


class Settings(BaseSettings):
    """Settings of one running program; docs/settings.md says what each does."""

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
        description="'bundled' for Lectern's own, 'minilm' for the all-MiniLM-L6-v2 that it was made of, or any "
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
        description="Call something an answer only from this probability on; empty: as fitted.",
    )
    build_timeout: float = Field(
        default=60.0, gt=0, description="Seconds to wait for another process that is writing the corpus."
    )
    upload_mb: float = Field(default=10.0, gt=0, description="The largest document, in megabytes, that is read.")
    upload_count: int = Field(default=50, ge=1, description="How many documents the page takes at one time.")
    max_sources: int = Field(default=5000, ge=1, description="How many sources a topic may have.")
    read_seconds: float = Field(
        default=8.0, gt=0, description="Seconds that reading, or fetching, one document may take."
    )
    read_memory_mb: int = Field(
        default=900, ge=300, description="Megabytes of memory that reading one document may take."
    )
    remote_rights: str = Field(
        default="",
        description="What others than the local user may do: add, urls, remove, topics, keys, evals, by commas.",
    )
    auth: SecretStr = Field(
        default=SecretStr(""), description="Who may log in: name:password, more of them by commas; empty: no login."
    )
    questions_per_minute: int = Field(
        default=60,
        ge=0,
        description="Questions, and moves in a debate, that one reader may make within a minute; 0: any number.",
    )

    @field_validator("auth")
    @classmethod
    def _are_logins(cls, given: SecretStr) -> SecretStr:
        pairs = [pair.strip() for pair in given.get_secret_value().split(",") if pair.strip()]
        if any(not name or not password for name, _, password in (pair.partition(":") for pair in pairs)):
            raise ValueError("each login is name:password; no value is shown here")
        return given

    @property
    def logins(self) -> list[tuple[str, str]]:
        """The names and passwords of those who may log in."""
        pairs = (pair.strip().partition(":") for pair in self.auth.get_secret_value().split(",") if pair.strip())
        return [(name, password) for name, _, password in pairs]

    @field_validator("remote_rights")
    @classmethod
    def _are_rights(cls, given: str) -> str:
        unknown = sorted({name.strip() for name in given.split(",") if name.strip()} - set(RIGHTS))
        if unknown:
            raise ValueError(f"there is no right {unknown[0]!r}; there are {', '.join(RIGHTS)}")
        return given

    @property
    def remote(self) -> frozenset[str]:
        """What others than the local user may do."""
        return frozenset(name.strip() for name in self.remote_rights.split(",") if name.strip())

    uploads: Literal["shared", "private", "both", "off"] = Field(
        default="shared",
        description="Whose what is added in the page is: everybody's there, the session's own, either, or nothing is.",
    )
    private_sessions: int = Field(
        default=4, ge=1, description="How many sessions may have documents of their own at the same time."
    )
    private_mb: float = Field(
        default=200.0, gt=0, description="The largest corpus, in megabytes, that is copied for a session."
    )
    private_minutes: float = Field(
        default=30.0, gt=0, description="Minutes without a question after which a session's own documents are deleted."
    )

    model: str = Field(
        default=EXTRACTIVE,
        description="What writes the answers: 'extractive', or a language model as provider:name "
        "(openai, anthropic, google, ollama, huggingface, or any provider of LangChain's).",
    )
    model_url: str = Field(default="", description="The address of a server that speaks the provider's protocol.")
    model_key: SecretStr | None = Field(
        default=None, description="The model's key; empty: the provider's own variable, such as OPENAI_API_KEY."
    )
    model_temperature: float | None = Field(default=None, ge=0, le=2, description="Empty: the provider's default.")
    model_context: int | None = Field(
        default=None, ge=512, description="Tokens that the model reads at once; evidence is cut to fit."
    )
    model_reply: int = Field(default=2048, ge=16, description="Tokens of one reply, at most.")
    model_timeout: float = Field(default=60.0, gt=0, description="Seconds to wait for the model's next words.")
    model_deadline: float = Field(default=300.0, gt=0, description="Seconds for one whole reply, retries included.")
    model_attempts: int = Field(default=3, ge=1, le=10, description="How often a call that failed is made.")
    model_price: str = Field(
        default="",
        pattern=r"^(\d+(\.\d+)?/\d+(\.\d+)?)?$",
        description="US dollars for a million tokens read and written, as 0.15/0.60; empty: no cost is shown.",
    )
    strict: bool = Field(default=False, description="Drop statements of a model's that could not be verified.")
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
    embedding_backend: Literal["full", "onnx-int8"] = Field(
        default="full",
        description="How the embedding model runs: in 'full' precision, or as 'onnx-int8', faster and a little off.",
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
            known_field = cls.model_fields.get(field.lower())
            if known_field is not None and "SecretStr" in str(known_field.annotation):
                # Not even as the cause: it holds what was given.
                raise SettingsError(f"{PREFIX}{field}: {first['msg']}.") from None
            raise SettingsError(f"{PREFIX}{field}: {first['msg']} (got {first['input']!r}).") from error

    @property
    def database(self) -> Path:
        """The file of the corpus database."""
        return self.data_dir / "corpus.db"

    @property
    def topics_dir(self) -> Path:
        """The folder of the user's own topics."""
        return self.data_dir / "topics"

    def corpus_of(self, topic: str) -> Path:
        """The folder that a topic is in: the user's own topics, or ``corpus_dir``."""
        return self.topics_dir if (self.topics_dir / topic / "topic.yaml").is_file() else self.corpus_dir

    @property
    def index_dir(self) -> Path:
        """The folder of index generations of the topic."""
        return self.data_dir / "index" / self.topic

"""All settings in one object, read from the environment (prefix ``LECTERN_``)."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "LECTERN_"
BUNDLED_MODEL = "bundled"
EXTRACTIVE = "extractive"


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
            got = "" if "KEY" in field else f" (got {first['input']!r})"
            raise SettingsError(f"{PREFIX}{field}: {first['msg']}{got}.") from error

    @property
    def database(self) -> Path:
        """The file of the corpus database."""
        return self.data_dir / "corpus.db"

    @property
    def index_dir(self) -> Path:
        """The folder of index generations."""
        return self.data_dir / "index"

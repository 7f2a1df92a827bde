"""Makes a language model from what a user names: provider:name, an address, a key."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import SecretStr

from bot.errors import ModelError
from bot.models.failures import key_name
from bot.models.language import LanguageModel
from bot.models.limits import Limits
from bot.models.secrets import redacted
from bot.models.wire import look
from bot.settings import EXTRACTIVE, Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

LOCAL = "huggingface"
_OTHER_NAMES = {"google": "google_genai", "hf": LOCAL, "claude": "anthropic"}
_NO_KEY = "none"
"""Sent to a server of the user's own that was given no key: the protocol wants one."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What to connect to: ``model`` as provider:name, the server's address if not the provider's own, a key."""

    model: str
    url: str = ""
    key: SecretStr | None = None
    temperature: float | None = None
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def of(cls, settings: Settings) -> Connection | None:
        """What the settings name; None where that is the extractive engine."""
        if settings.model == EXTRACTIVE:
            return None
        return cls(
            settings.model, settings.model_url, settings.model_key, settings.model_temperature, limits_of(settings)
        )


def limits_of(settings: Settings) -> Limits:
    """The limits that the settings give a model."""
    prices = [float(each) for each in settings.model_price.split("/")] if settings.model_price else []
    return Limits(
        context=settings.model_context, reply=settings.model_reply, timeout=settings.model_timeout,
        deadline=settings.model_deadline, attempts=settings.model_attempts,
        price=(prices[0], prices[1]) if prices else None,
    )  # fmt: skip


def make_model(connection: Connection) -> LanguageModel:
    """The model, ready to be asked; a local one is loaded, and fetched first where it is not here.

    Raises:
        ModelError: the name, a package, the key or the local model is missing; the message says what to do.
    """
    provider, name = _parts(connection)
    if provider == LOCAL:
        from bot.models.local import load

        local = load(name, connection.limits.reply, connection.temperature)
        return LanguageModel(local, f"{LOCAL}:{local.name}", connection.limits, count=local.count_tokens)
    chat = _remote(provider, name, connection)
    return LanguageModel(chat, f"{provider}:{name}", connection.limits, connection.url, _secret(provider, connection))


def _parts(connection: Connection) -> tuple[str, str]:
    provider, colon, name = connection.model.strip().partition(":")
    if not colon and connection.url:
        provider, name = "openai", connection.model.strip()
    provider = _OTHER_NAMES.get(provider, provider).replace("-", "_")
    if not provider or not name.strip():
        raise ModelError(
            f"LECTERN_MODEL is {connection.model!r}; write provider:name, such as openai:gpt-5-mini, "
            f"ollama:llama3.2 or huggingface:FOLDER, or {EXTRACTIVE!r} for none."
        )
    return provider, name.strip()


def _remote(provider: str, name: str, connection: Connection) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        made: BaseChatModel = init_chat_model(name, model_provider=provider, **_options(provider, connection))
        return made
    except ImportError as error:
        raise ModelError(_missing_package(provider)) from error
    # Each provider has errors of its own for what it is not given.
    except Exception as error:  # noqa: BLE001
        detail = redacted(str(error), connection.key)
        if "key" in detail.lower() or "credential" in detail.lower():
            raise ModelError(
                f"The model {provider}:{name} needs a key: set {key_name(provider, connection.url)}, "
                "or give it in the page."
            ) from None
        raise ModelError(f"LECTERN_MODEL={provider}:{name} cannot be used: {' '.join(detail.split())[:300]}") from None


def _missing_package(provider: str) -> str:
    package = f"langchain-{provider.replace('_', '-')}"
    return f"LECTERN_MODEL names the provider {provider!r}, whose package is not installed: pip install {package}."


def _options(provider: str, connection: Connection) -> dict[str, Any]:
    limits = connection.limits
    options: dict[str, Any] = {}
    key = _secret(provider, connection)
    if key is not None:
        options["api_key"] = key
    if connection.url:
        options["base_url"] = connection.url
    if connection.temperature is not None:
        options["temperature"] = connection.temperature
    if provider == "ollama":
        options.pop("api_key", None)
        # Its client keeps connections that nobody closes once the model is dropped; on this machine a new one is cheap.
        client = {"timeout": limits.timeout, "headers": {"Connection": "close"}}
        return {**options, "num_predict": limits.reply, "client_kwargs": client}
    options |= {"max_tokens": limits.reply, "timeout": limits.timeout, "max_retries": 0}
    if provider == "openai":
        options["stream_usage"] = True
        if connection.url:
            options["use_responses_api"] = False
            options["http_async_client"] = _looking()
        elif key is None:
            options["api_key"] = _demanded("OPENAI_API_KEY", provider)
    if provider == "anthropic":
        options["stream_usage"] = True
        if key is None:
            options["api_key"] = _demanded("ANTHROPIC_API_KEY", provider)
    return options


@cache
def _looking() -> httpx.AsyncClient:
    """The one client for servers of the user's own, which looks at what comes; all requests run on one loop.

    It keeps no connection: small servers let go of a kept one at the moment when it is used again, and the request is
    lost without a word. A new one costs less than a millisecond on this machine.
    """
    kept = httpx.Limits(max_keepalive_connections=0)
    return httpx.AsyncClient(event_hooks={"response": [look]}, follow_redirects=True, limits=kept)


def _demanded(variable: str, provider: str) -> SecretStr:
    value = os.environ.get(variable, "")
    if not value:
        raise ModelError(f"The provider {provider!r} needs a key: set {key_name(provider)}, or give it in the page.")
    return SecretStr(value)


def _secret(provider: str, connection: Connection) -> SecretStr | None:
    """The key to send. A server that the user names gets only the key given for it, never the provider's own."""
    if connection.key is not None and connection.key.get_secret_value():
        return connection.key
    if connection.url:
        return SecretStr(_NO_KEY) if provider != "ollama" else None
    own = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}.get(provider)
    value = os.environ.get(own, "") if own else ""
    return SecretStr(value) if value else None

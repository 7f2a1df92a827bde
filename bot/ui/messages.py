"""Messages of the chat as Gradio keeps them: what was typed, what was said."""

from __future__ import annotations

from typing import Any

from bot.ui import render

Messages = list[dict[str, Any]]
_STOPPED = "*Stopped.*"


def asked(question: str) -> dict[str, Any]:
    """A reader's message: shown as it was typed, and kept so."""
    return {"role": "user", "content": render.user_text(question), "metadata": {"id": question}}


def reply(text: str) -> dict[str, Any]:
    """A message of the bot's, in Markdown."""
    return {"role": "assistant", "content": text}


def stopped(chat: Messages) -> Messages:
    """The chat with the word that its last answer was stopped, said once."""
    if chat and chat[-1]["role"] == "user":
        return [*chat, reply(_STOPPED)]
    if not chat or content(chat[-1]).endswith(_STOPPED):
        return chat
    return [*chat[:-1], reply(f"{content(chat[-1])}\n\n{_STOPPED}")]


def typed(message: dict[str, Any]) -> str:
    """The question as it was typed, before it was escaped for showing."""
    kept = (message.get("metadata") or {}).get("id")
    return str(kept) if kept is not None else content(message)


def content(message: dict[str, Any]) -> str:
    """The text of a message, whichever way Gradio hands it back."""
    held = message["content"]
    if isinstance(held, str):
        return held
    return "".join(part.get("text", "") for part in held if isinstance(part, dict))


def without_options(chat: Messages) -> Messages:
    """The chat without the follow-ups that its last answer offered."""
    return [{key: value for key, value in message.items() if key != "options"} for message in chat]

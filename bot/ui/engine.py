"""What answers: quotations, the model of the settings, or one that a reader connects while the page is open."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr
from pydantic import SecretStr

from bot.errors import LecternError
from bot.settings import EXTRACTIVE
from bot.ui.private import Private
from bot.ui.rights import require
from bot.ui.warming import Warming
from evals.outside.strangers import kept

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.models import LanguageModel

QUOTATIONS = "Quotations, no model"
SET, CONNECTED = "set", "connected"
"""The model of the settings, and the one connected in the page."""


class EngineControl:
    """The control "Answered by"; a model that is connected here, and its key, live in this reader's session alone."""

    def __init__(self, warming: Warming, private: Private) -> None:
        self.warming = warming
        self.private = private
        self._named = warming.settings.model

    def lay_out(self) -> None:
        """Makes the components; call inside a ``gr.Blocks``."""
        self.model = gr.State(None)
        with gr.Accordion(_label(self._start, None, self._named), open=False, elem_id="engine") as self.box:
            self.choice = gr.Radio(
                self._choices(None), value=self._start, label="Answered by", elem_id="engine-choice", container=False
            )
            with gr.Row():
                self.name = gr.Textbox(
                    label="Model", placeholder="openai:gpt-5-mini", max_lines=1, min_width=160, elem_id="engine-name"
                )
                self.url = gr.Textbox(
                    label="Server address, if any", placeholder="http://127.0.0.1:8080/v1", max_lines=1,
                    min_width=160, elem_id="engine-url",
                )  # fmt: skip
                self.key = gr.Textbox(
                    label="Key (kept in memory only)", type="password", max_lines=1, min_width=160,
                    elem_id="engine-key",
                )  # fmt: skip
            self.good = gr.HTML(_good_for(self._start, None, self._named), elem_id="engine-good", padding=False)
            self.connect = gr.Button("Connect", size="sm", elem_id="engine-connect")
            self.told = gr.HTML("", elem_id="engine-told", padding=False)

    def wire(self) -> None:
        """Ties the components' events together."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        self.connect.click(
            self._connect, [self.name, self.url, self.key, self.model, self.choice],
            [self.model, self.choice, self.key, self.told, self.box], concurrency_limit=2, **private,
        )  # fmt: skip
        self.choice.change(
            lambda choice, model: (
                gr.Accordion(label=_label(choice, model, self._named)), _good_for(choice, model, self._named),
            ),
            [self.choice, self.model], [self.box, self.good], queue=False, **private,
        )  # fmt: skip

    def bot(self, choice: str, model: LanguageModel | None, request: gr.Request | None = None) -> Bot:
        """The bot that answers by what is chosen: the session's own where a request is given and it has one.

        Raises:
            LecternError: the bot is not open.
        """
        bot = self.warming.bot() if request is None else self.private.bot(request)
        if choice == CONNECTED and model is not None:
            return bot.answered_by(model)
        return bot if choice == SET else bot.answered_by(None)

    def engines(self, model: LanguageModel | None) -> list[tuple[str, str]]:
        """What can be evaluated: a name and a choice each."""
        return [("Extractive: quotes, needs no model", EXTRACTIVE), *self._choices(model)[1:]]

    @property
    def _start(self) -> str:
        return EXTRACTIVE if self._named == EXTRACTIVE else SET

    def _choices(self, model: LanguageModel | None) -> list[tuple[str, str]]:
        choices = [(QUOTATIONS, EXTRACTIVE)]
        if self._named != EXTRACTIVE:
            choices.append((self._named, SET))
        if model is not None:
            choices.append((model.id, CONNECTED))
        return choices

    # The request comes only where every annotation can be resolved when the page is served.
    def _connect(
        self, name: str, url: str, key: str, model: Any, choice: str, request: gr.Request
    ) -> tuple[Any, Any, Any, Any, Any]:
        from bot.models import Connection, make_model
        from bot.models.making import limits_of

        settings = self.warming.settings
        secret = SecretStr(key.strip()) if key.strip() else None
        try:
            require("keys", request, settings)
            made = make_model(
                Connection(name.strip(), url.strip(), secret, settings.model_temperature, limits_of(settings))
            )
            made.greet()
        except LecternError as error:
            told = f'<p role="alert" class="failed">{escape(str(error))}</p>'
            return model, gr.skip(), gr.Textbox(value=""), told, gr.skip()
        where = (
            f"the server at {url.strip()}"
            if url.strip()
            else "this machine"
            if "huggingface" in made.id
            else "its provider"
        )
        told = f'<p role="status">Connected. Questions and the passages found for them now go to {escape(where)}.</p>'
        picked = gr.Radio(self._choices(made), value=CONNECTED)
        return made, picked, gr.Textbox(value=""), told, gr.Accordion(label=_label(CONNECTED, made, self._named))


def _good_for(choice: str, model: LanguageModel | None, named: str) -> str:
    return good_for({EXTRACTIVE: EXTRACTIVE, SET: named}.get(choice) or (model.id if model else EXTRACTIVE))


def good_for(engine: str) -> str:
    """What an engine was measured to be good for, on articles that nobody had tuned it on."""
    figures = kept().get(engine)
    if figures is None:
        told = f"Not measured here: python -m evals strangers --model {engine} --keep"
    else:
        (found, asked), (right, said), (held, near) = figures["found"], figures["trusted"], figures["held"]
        told = (
            f"Asked about articles it had never seen, it showed what was asked for in {found} of {asked} questions. "
            f"{right} of {said} replies that it called answers were right, and it held back on {held} of {near} "
            f"questions that the article does not answer. A reply took {figures['seconds']:.2f} s"
        ) + (f" and {figures['cost'] / asked:.4f} dollars." if figures["cost"] else ".")
    return f'<p class="good-for">{escape(told)}</p>'


def _label(choice: str, model: LanguageModel | None, named: str) -> str:
    chosen = {EXTRACTIVE: QUOTATIONS.lower(), SET: named}.get(choice) or (model.id if model else QUOTATIONS.lower())
    return f"Answered by: {chosen}"

"""The Ask tab: a chat on the left, the sources of its answers on the right."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.errors import LecternError, TopicError
from bot.model import BOTH, Answer, Citation, Citations, Final, Token, Topic
from bot.ui import render
from bot.ui.engine import EngineControl
from bot.ui.messages import Messages, asked, reply, stopped, typed, without_options
from bot.ui.private import PrivateError
from bot.ui.quality import card
from bot.ui.remaking import Props
from bot.ui.stopping import Stopping
from bot.ui.warming import Warming
from evals.library import folder_of, newest

if TYPE_CHECKING:
    from bot.bot import Bot

ANSWERS = 16
"""Answers given at the same time; a 17th question waits."""
EXAMPLES = 6
"""Questions offered for a start."""
POLL = 0.25
PACE = 0.008
"""Seconds between two pieces of a streamed answer."""
_COPY = """(text) => { navigator.clipboard.writeText(text); const it = document.querySelector('#copy');
const was = it.textContent; it.textContent = 'Copied'; setTimeout(() => { it.textContent = was; }, 1500);
return []; }"""


TAB = "ask"
"""The id of the tab."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A way to open a conversation here: an event, and what finds its turns and side ("" for none) from inputs."""

    event: Any
    inputs: Sequence[Any]
    find: Callable[..., tuple[Sequence[str], str]]
    tabs: Any


class AskTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming, engine: EngineControl) -> None:
        self.warming = warming
        self.engine = engine
        self.stopping = Stopping()

    @property
    def topic(self) -> Topic:
        """The topic that is open."""
        return self.warming.topic

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Blocks``."""
        self.answers = gr.State([])
        self.loaded = gr.State(self.topic.id)
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, min_width=300):
                self.status = gr.HTML(_status("warming up"), elem_id="status", padding=False)
                self.chat = gr.Chatbot(
                    show_label=False, label="Conversation", elem_id="chat",
                    height="calc(100vh - 605px)", min_height=280, layout="bubble", buttons=[],
                    latex_delimiters=[],
                    placeholder="**Ask the article.** Every sentence of an answer is a quotation with its source.",
                )  # fmt: skip
                with gr.Row(elem_id="examples") as self.starters:
                    self.examples = [gr.Button(**example) for example in self._examples()]
                self.engine.lay_out()
                self.side = gr.Radio(_sides(self.topic), value="", label="Whose view", elem_id="side")
                self.box = gr.Textbox(
                    label="Your question", placeholder="Ask, or write “Check: …” to have a claim checked",
                    elem_id="question", submit_btn="Ask", max_lines=6, autofocus=True,
                )  # fmt: skip
                with gr.Row(elem_id="tools"):
                    self.again = gr.Button("Ask again", size="sm")
                    self.copy = gr.Button("Copy with citations", size="sm", elem_id="copy")
                    self.clear = gr.Button("Clear", size="sm")
                self.clip = gr.Textbox(visible=False, label="Text for the clipboard")
            with gr.Column(scale=2, min_width=300):
                self.sources = gr.HTML(
                    render.sources_html([], _nowhere, self.topic), elem_id="panel", padding=False,
                    apply_default_css=False,
                )  # fmt: skip
                self.quality = gr.HTML(self._quality, elem_id="quality", padding=False, apply_default_css=False)

    def wire(self, openings: Sequence[Opening] = ()) -> None:
        """Ties the components' events together; each opening brings a conversation from elsewhere."""
        shown = [self.chat, self.sources, self.answers, self.clip]
        known = [self.chat, self.answers, self.side, self.engine.choice, self.engine.model, self.loaded]
        begun, calls = [], []
        for event, begin, inputs in (
            (self.box.submit, self._begin, [self.box, self.chat]),
            (self.again.click, self._begin_again, [self.chat]),
            (self.chat.option_select, self._begin_chosen, [self.chat]),
            *((button.click, self._begin, [button, self.chat]) for button in self.examples),
        ):
            started = event(begin, inputs, [self.box, self.chat, self.starters], queue=False, api_visibility="private")
            begun.append(started)
        for opening in openings:
            outputs = [self.box, self.chat, self.starters, self.answers, self.side, opening.tabs]
            begun.append(opening.event(self._replays(opening), opening.inputs, outputs, api_visibility="private"))
        for started in begun:
            answering = started.success(
                self._answer, known, shown, show_progress="hidden", concurrency_limit=ANSWERS,
                concurrency_id="answer", api_visibility="private",
            )  # fmt: skip
            answering.then(_idle, None, self.box, queue=False, api_visibility="private")
            calls.append(answering)
        # The box is given back by the end of the answer itself: what is asked before that would be lost.
        halted = self.box.stop(
            self.stopping.ask, None, None, cancels=calls, queue=False, api_name="stop", api_visibility="private"
        )
        halted.then(stopped, self.chat, self.chat, queue=False, api_visibility="private")
        self.clear.click(
            self._clear, None, [*shown, self.box, self.starters], queue=False, api_visibility="private", cancels=calls
        )
        self.copy.click(None, self.clip, None, js=_COPY, api_visibility="private")

    def by_topic(self) -> list[Props]:
        """What of the tab depends on the topic, as it is for the one that is open."""
        return [
            (self.loaded, {"value": self.topic.id}),
            (self.side, {"choices": _sides(self.topic), "value": ""}),
            *zip(self.examples, self._examples(), strict=True),
        ]

    def _examples(self) -> list[dict[str, Any]]:
        asked = [*self.topic.examples[:EXAMPLES], *[""] * EXAMPLES][:EXAMPLES]
        return [{"value": question, "visible": bool(question), "size": "sm"} for question in asked]

    def _quality(self) -> str:
        settings = self.warming.settings
        return card(newest(folder_of(settings), settings.model, settings.topic))

    def status_stream(self) -> Iterator[str]:
        """The status line as the bot warms up."""
        yield _status(self.warming.state, self.warming.message)
        while not self.warming.wait(POLL):
            continue
        yield _status(self.warming.state, self.warming.message)

    def _begin(self, question: str, chat: Messages, request: gr.Request) -> tuple[Any, Messages, Any]:
        self.stopping.clear(request)
        return _busy(), [*without_options(chat), asked(question)], gr.Row(visible=False)

    def _begin_chosen(self, chat: Messages, event: gr.SelectData, request: gr.Request) -> tuple[Any, Messages, Any]:
        value = event.value
        question = value.get("text") or value.get("value") if isinstance(value, dict) else value
        return self._begin(str(question), chat, request)

    def _begin_again(self, chat: Messages, request: gr.Request) -> tuple[Any, Messages, Any]:
        self.stopping.clear(request)
        last = next((at for at in range(len(chat) - 1, -1, -1) if chat[at]["role"] == "user"), None)
        if last is None:
            raise gr.Error("Nothing has been asked yet.", duration=4)
        return _busy(), without_options(chat[: last + 1]), gr.Row(visible=False)

    def _replays(self, opening: Opening) -> Callable[..., tuple[Any, ...]]:
        def replay(request: gr.Request, *inputs: Any) -> tuple[Any, ...]:
            self.stopping.clear(request)
            turns, side = opening.find(*inputs)
            bot = self.warming.bot()
            chat: Messages = []
            answers: list[Answer] = []
            for turn in turns[:-1]:
                history = [(answer.question, answer.text) for answer in answers]
                answer = bot.ask(turn, history, side or None)
                chat += [asked(turn), reply(render.shown(answer, len(answers)))]
                answers.append(answer)
            return _busy(), [*chat, asked(turns[-1])], gr.Row(visible=False), answers, side, gr.Tabs(selected=TAB)

        return replay

    def _answer(
        self, chat: Messages, answers: list[Answer], side: str, choice: str, model: Any, loaded: str,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        # Stop can be pressed before there is a call to cancel.
        while not self.stopping.asked(request) and not self.warming.wait(POLL):
            yield [*chat, reply("*Warming up: the answer comes in a moment.*")], gr.skip(), gr.skip(), gr.skip()
        if self.stopping.asked(request):
            yield stopped(chat), gr.skip(), gr.skip(), gr.skip()
            return
        question = typed(chat[-1])
        turn = sum(message["role"] == "user" for message in chat) - 1
        answers = answers[:turn]
        try:
            self.warming.rate.take(request)
            if loaded != self.topic.id:
                raise TopicError(f"Another topic was opened here: {self.topic.title}. Load the page again to ask it.")
            if self.engine.private.lost(request):
                raise PrivateError("Your own documents are deleted (you were away too long): add them again, or go on.")
            steps = self._stream(self.engine.bot(choice, model, request), question, chat, answers, side)
            yield from self._until_stopped(steps, chat, request)
        except LecternError as error:
            yield [*chat, reply(f"⚠ {render.user_text(str(error))}")], gr.skip(), gr.skip(), gr.skip()

    def _until_stopped(
        self, steps: Generator[tuple[Any, ...]], chat: Messages, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """What is shown of an answer, up to where Stop is pressed."""
        with closing(steps):
            for shown, *rest in steps:
                if self.stopping.asked(request):
                    yield stopped(chat), gr.skip(), gr.skip(), gr.skip()
                    return
                chat = shown if isinstance(shown, list) else chat
                yield shown, *rest

    def _stream(
        self, bot: Bot, question: str, chat: Messages, answers: list[Answer], side: str
    ) -> Generator[tuple[Any, ...]]:
        history = [(answer.question, answer.text) for answer in answers]
        turn, text = len(answers), ""
        citations: tuple[Citation, ...] = ()
        working = reply(f"*{render.user_text(bot.engine)} is at work…*")
        # Stop closes the stream, and with it the model's request: not when it is collected, but at once.
        with closing(bot.stream(question, history, side or None)) as events:
            for event in events:
                if isinstance(event, Citations):
                    citations = event.citations
                elif isinstance(event, Token) and event.afresh:
                    text = ""
                    yield [*chat, working], gr.skip(), gr.skip(), gr.skip()
                elif isinstance(event, Token) and not event.text:
                    yield (gr.skip() if text else [*chat, working]), gr.skip(), gr.skip(), gr.skip()
                elif isinstance(event, Token):
                    text += event.text
                    shown = render.linked(render.held_back(text), citations, turn)
                    yield [*chat, reply(shown)], gr.skip(), gr.skip(), gr.skip()
                    if bot.model is None:
                        time.sleep(PACE)
                elif isinstance(event, Final):
                    yield self._whole(bot, event.answer, chat, answers)

    def _whole(self, bot: Bot, answer: Answer, chat: Messages, answers: list[Answer]) -> tuple[Any, ...]:
        kept = [*answers, answer]
        said = reply(render.shown(answer, len(answers)))
        said["options"] = [{"value": question} for question in answer.follow_ups]
        panel = render.sources_html(kept, bot.passage, self.topic)
        return [*chat, said], panel, kept, render.copied(answer)

    def _clear(self) -> tuple[Any, ...]:
        return [], render.sources_html([], _nowhere, self.topic), [], "", _idle(), gr.Row(visible=True)


def _sides(topic: Topic) -> list[tuple[str, str]]:
    named = [(side.name, side.id) for side in topic.sides]
    return [("All", ""), *named, *([("Both sides", BOTH)] if len(named) > 1 else [])]


def _status(state: str, message: str = "") -> str:
    words = {"warming up": "Warming up…", "ready": "Ready.", "failed": f"Not available: {message}"}[state]
    kind = state.split()[0]
    return f'<p role="status" class="{kind}"><span class="dot"></span>{escape(words)}</p>'


def _busy() -> Any:
    return gr.Textbox(value="", submit_btn=False, stop_btn="Stop")


def _idle() -> Any:
    return gr.Textbox(submit_btn="Ask", stop_btn=False)


def _nowhere(_passage_id: str) -> None:
    return None

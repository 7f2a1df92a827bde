"""The Ask tab: the conversation on the left with its composer, the article itself on the right."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from bot.answer.conversations import Conversations
from bot.answer.phrases import too_long
from bot.errors import LecternError, TopicError
from bot.model import BOTH, Answer, Citation, Citations, Final, Token, Topic
from bot.ui import render
from bot.ui.article import article_html, waiting
from bot.ui.engine import EngineControl, good_for
from bot.ui.messages import Messages, asked, reply, stopped, typed, without_options
from bot.ui.owners import Owners
from bot.ui.private import PrivateError
from bot.ui.remaking import Props
from bot.ui.stopping import Stopping
from bot.ui.warming import Warming
from bot.ui.welcome import welcome_html
from evals import noted

if TYPE_CHECKING:
    from bot.bot import Bot

ANSWERS = 16
"""Answers given at the same time; a 17th question waits."""
EXAMPLES = 6
"""Questions offered for a start."""
POLL = 0.25
PACE = 0.008
"""Seconds between two pieces of a streamed answer."""
_COPY = "(text) => { window.lectern.copied(text); return []; }"
_AT = "(chat) => { window.lectern.at(chat); return []; }"

TAB = "ask"
"""The id of the tab."""


Keep = Callable[[Sequence[Answer]], str]
"""Keeps a conversation and returns its id."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A way to open a conversation here: an event, and what finds its turns and side ("" for none) from inputs."""

    event: Any
    inputs: Sequence[Any]
    find: Callable[..., tuple[Sequence[str], str]]
    tabs: Any


class AskTab:
    """Lays the tab out and ties its events together."""

    def __init__(self, warming: Warming, engine: EngineControl, owners: Owners) -> None:
        self.warming = warming
        self.engine = engine
        self.owners = owners
        self.stopping = Stopping()

    @property
    def topic(self) -> Topic:
        """The topic that is open."""
        return self.warming.topic

    def lay_out(self) -> None:
        """Makes the tab's components; call inside a ``gr.Blocks``."""
        self.answers = gr.State([])
        self.loaded = gr.State(self.topic.id)
        bare: dict[str, Any] = {"padding": False, "apply_default_css": False}
        with gr.Row(elem_id="desk"):
            with gr.Column(scale=3, min_width=300, elem_id="talk"):
                self.chat = gr.Chatbot(
                    show_label=False, label="Conversation", elem_id="chat", height="100%", layout="bubble", buttons=[],
                    latex_delimiters=[], autoscroll=False, editable="user",
                )  # fmt: skip
                with gr.Column(elem_id="start") as self.start:
                    self.welcome = gr.HTML(welcome_html(self.topic), elem_id="welcome", **bare)
                    with gr.Row(elem_id="examples"):
                        self.examples = [gr.Button(**example) for example in self._examples()]
                with gr.Column(visible=False, elem_id="wrong") as self.wrong:
                    self.reason = gr.Radio(
                        [(said, reason) for reason, said in noted.REASONS.items()], value="wrong",
                        label="What was not good about it?", elem_id="wrong-reason",
                    )  # fmt: skip
                    self.words = gr.Textbox(
                        label="A few words of the article that a good answer has in it", max_lines=1,
                        elem_id="wrong-words",
                    )  # fmt: skip
                    with gr.Row():
                        self.note = gr.Button("Add to my suite", variant="primary", size="sm", elem_id="wrong-note")
                        self.leave = gr.Button("Never mind", size="sm", elem_id="wrong-leave")
                with gr.Column(elem_id="composer"):
                    self.status = gr.HTML(_status("warming up"), elem_id="status", **bare)
                    self.side = gr.Radio(
                        _sides(self.topic), value="", label="Answer from", elem_id="side", container=False
                    )
                    self.box = gr.Textbox(
                        label="Your question", placeholder="Ask, or write “Check: …”", elem_id="question",
                        submit_btn="Ask", max_lines=6,
                    )  # fmt: skip
                    with gr.Row(elem_id="tools"):
                        self.again = gr.Button("Ask again", size="sm", elem_id="again")
                        self.clear = gr.Button("New conversation", size="sm", elem_id="new")
            with gr.Column(scale=2, min_width=300, elem_id="reading"):
                self.sources = gr.HTML(waiting(), elem_id="panel", **bare)
                gr.HTML(good_for(self.warming.settings.model), elem_id="quality", **bare)
        self.clip = gr.Textbox(visible="hidden", label="Text for the clipboard", elem_id="clip")
        self.at = gr.Textbox(visible="hidden", label="The conversation", elem_id="chat-at")
        self.do = gr.Textbox(visible="hidden", label="What to do with an answer", elem_id="do")
        self.go = gr.Button("Do it", visible="hidden", elem_id="do-go")

    def wire(self, openings: Sequence[Opening] = ()) -> None:
        """Ties the components' events together; each opening brings a conversation from elsewhere."""
        private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        shown = [self.chat, self.sources, self.answers, self.at]
        known = [self.chat, self.answers, self.side, self.engine.choice, self.engine.model, self.loaded, self.at]
        begun, calls = [], []
        for event, begin, inputs in (
            (self.box.submit, self._begin, [self.box, self.chat]),
            (self.again.click, self._begin_again, [self.chat]),
            (self.chat.edit, self._begin_edited, [self.chat]),
            (self.chat.option_select, self._begin_chosen, [self.chat]),
            *((button.click, self._begin, [button, self.chat]) for button in self.examples),
        ):
            # In the queue, though it takes no time: outside of it the page says nothing of an error.
            begun.append(
                event(
                    begin,
                    inputs,
                    [self.box, self.chat, self.start],
                    concurrency_limit=64,
                    concurrency_id="begin",
                    **private,
                )
            )
        for opening in openings:
            outputs = [self.box, self.chat, self.start, self.answers, self.at, self.side, opening.tabs]
            begun.append(opening.event(self._replays(opening), opening.inputs, outputs, **private))
        for started in begun:
            answering = started.success(
                self._answer, known, shown, concurrency_limit=ANSWERS, concurrency_id="answer", **private,
            )  # fmt: skip
            answering.then(_idle, None, self.box, queue=False, **private)
            calls.append(answering)
        # The box is given back by the end of the answer itself: what is asked before that would be lost.
        halted = self.box.stop(
            self.stopping.ask, None, None, cancels=calls, queue=False, api_name="stop", api_visibility="private"
        )
        halted.then(stopped, self.chat, self.chat, queue=False, **private)
        self.clear.click(self._clear, None, [*shown, self.box, self.start], queue=False, cancels=calls, **private)
        self.go.click(self._done, [self.do, self.answers], [self.clip, self.wrong], **private)
        taken = [self.do, self.answers, self.reason, self.words]
        self.note.click(self._noted, taken, [self.wrong, self.words], **private)
        self.leave.click(lambda: gr.Column(visible=False), None, self.wrong, queue=False, **private)
        self.clip.change(None, self.clip, None, js=_COPY, **private)
        self.at.change(None, self.at, None, js=_AT, **private)

    def arrive(self, after: Callable[..., Any]) -> None:
        """Opens, ``after`` a page is loaded, what its address names: a conversation, or a question to be asked."""
        arrived = after(
            self._arrive, None, [self.box, self.chat, self.start, self.sources, self.answers, self.at],
            show_progress="hidden", concurrency_limit=64, concurrency_id="arriving", api_visibility="private",
        )  # fmt: skip
        known = [self.chat, self.answers, self.side, self.engine.choice, self.engine.model, self.loaded, self.at]
        answering = arrived.success(
            self._answer, known, [self.chat, self.sources, self.answers, self.at], show_progress="hidden",
            concurrency_limit=ANSWERS, concurrency_id="answer", api_visibility="private",
        )  # fmt: skip
        answering.then(_idle, None, self.box, queue=False, api_visibility="private")

    def by_topic(self) -> list[Props]:
        """What of the tab depends on the topic, as it is for the one that is open."""
        return [
            (self.loaded, {"value": self.topic.id}),
            (self.side, {"choices": _sides(self.topic), "value": ""}),
            (self.welcome, {"value": welcome_html(self.topic)}),
            *zip(self.examples, self._examples(), strict=True),
        ]

    def _examples(self) -> list[dict[str, Any]]:
        asked = [*self.topic.examples[:EXAMPLES], *[""] * EXAMPLES][:EXAMPLES]
        return [{"value": question, "visible": bool(question), "size": "sm"} for question in asked]

    def status_stream(self) -> Iterator[str]:
        """The status line as the bot warms up."""
        yield _status(self.warming.state, self.warming.message)
        while not self.warming.wait(POLL):
            continue
        yield _status(self.warming.state, self.warming.message)

    def _arrive(self, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Waits for the bot, then shows the article, and the conversation or the question of the address."""
        while not self.warming.wait(POLL):
            continue
        query = dict(request.query_params)
        nothing: tuple[Any, ...] = (gr.skip(),) * 6
        try:
            bot = self.warming.bot()
            answers = list(self._kept(bot, request).open(query["chat"])) if query.get("chat") else []
        except LecternError:
            yield nothing
            return
        panel = self._panel(bot, answers)
        chat = [message for at, one in enumerate(answers) for message in self._turn(one, at, at == len(answers) - 1)]
        question = query.get("q", "").strip()
        if question:
            yield _busy(), [*without_options(chat), asked(question)], gr.Column(visible=False), panel, answers, ""
        elif chat:
            yield gr.skip(), chat, gr.Column(visible=False), panel, answers, query["chat"]
        else:
            yield gr.skip(), gr.skip(), gr.skip(), panel, gr.skip(), gr.skip()

    def _begin(self, question: str, chat: Messages, request: gr.Request) -> tuple[Any, Messages, Any]:
        self.stopping.clear(request)
        if not question.strip():
            raise gr.Error("Type a question first.", duration=4, print_exception=False)
        limit = self.warming.settings.question_chars
        if len(question) > limit:
            raise gr.Error(too_long(len(question), limit), duration=8, print_exception=False)
        return _busy(), [*without_options(chat), asked(question)], gr.Column(visible=False)

    def _begin_chosen(self, chat: Messages, event: gr.SelectData, request: gr.Request) -> tuple[Any, Messages, Any]:
        value = event.value
        question = value.get("text") or value.get("value") if isinstance(value, dict) else value
        return self._begin(str(question), chat, request)

    def _begin_again(self, chat: Messages, request: gr.Request) -> tuple[Any, Messages, Any]:
        self.stopping.clear(request)
        last = next((at for at in range(len(chat) - 1, -1, -1) if chat[at]["role"] == "user"), None)
        if last is None:
            raise gr.Error("Nothing has been asked yet.", duration=4, print_exception=False)
        return _busy(), without_options(chat[: last + 1]), gr.Column(visible=False)

    def _begin_edited(self, chat: Messages, event: gr.EditData, request: gr.Request) -> tuple[Any, Messages, Any]:
        at = event.index if isinstance(event.index, int) else event.index[0]
        return self._begin(str(event.value), chat[:at], request)

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
                chat += self._turn(answer, len(answers), False)
                answers.append(answer)
            begun = [*chat, asked(turns[-1])]
            return _busy(), begun, gr.Column(visible=False), answers, "", side, gr.Tabs(selected=TAB)

        return replay

    def _answer(
        self, chat: Messages, answers: list[Answer], side: str, choice: str, model: Any, loaded: str, at: str,
        request: gr.Request,
    ) -> Iterator[tuple[Any, ...]]:  # fmt: skip
        if not chat or chat[-1]["role"] != "user":
            yield (gr.skip(),) * 4
            return
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
            bot = self.engine.bot(choice, model, request)
            steps = self._stream(bot, question, chat, answers, side, lambda kept: self._keep(bot, kept, at, request))
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
        self, bot: Bot, question: str, chat: Messages, answers: list[Answer], side: str, keep: Keep
    ) -> Generator[tuple[Any, ...]]:
        history = [(answer.question, answer.text) for answer in answers]
        text = ""
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
                    shown = render.linked(render.held_back(text), citations)
                    yield [*chat, reply(shown)], gr.skip(), gr.skip(), gr.skip()
                    if bot.model is None:
                        time.sleep(PACE)
                elif isinstance(event, Final):
                    kept = [*answers, event.answer]
                    said = self._turn(event.answer, len(answers), True)[1:]
                    yield [*chat, *said], self._panel(bot, kept), kept, keep(kept)

    def _turn(self, answer: Answer, turn: int, last: bool) -> Messages:
        """A question and its answer as messages, with questions to ask next where it is the last one."""
        said = reply(render.shown(answer, turn, self.topic))
        if last:
            said["options"] = [{"value": question} for question in answer.follow_ups]
        return [asked(answer.question), said]

    def _panel(self, bot: Bot, answers: Sequence[Answer]) -> str:
        cited = answers[-1].citations if answers else ()
        return article_html(bot.reader.content, cited, bool(bot.originals()))

    def _kept(self, bot: Bot, request: gr.Request) -> Conversations:
        return Conversations(bot.store.engine, bot.topic.id, self.owners.of(request))

    def _keep(self, bot: Bot, answers: Sequence[Answer], at: str, request: gr.Request) -> str:
        """Keeps the conversation; over documents of one's own it ends with the page, as they do."""
        if self.engine.private.has(request):
            return ""
        try:
            return self._kept(bot, request).save(answers, at)
        except LecternError as error:
            gr.Warning(str(error))
            return at

    def _done(self, command: str, answers: list[Answer]) -> tuple[Any, Any]:
        """What a link under an answer does: hands over what is to be copied, thanks, or asks what was not good."""
        what, turn = _command(command, answers)
        if what == "good":
            gr.Info("Thank you.", duration=3)
        # A figure after it makes the same text a change.
        copied = f"{render.copied(answers[turn])}\u200b{time.time_ns()}" if what == "copy" else gr.skip()
        return copied, gr.Column(visible=True) if what == "bad" else gr.skip()

    def _noted(self, command: str, answers: list[Answer], reason: str, words: str) -> tuple[Any, Any]:
        """Writes the answer down as a case."""
        _, turn = _command(command, answers)
        bot = self.warming.bot()
        try:
            noted.note(
                self.warming.settings.data_dir, self.topic.id, answers[: turn + 1], reason, words, bot.reader.content
            )
        except LecternError as error:
            raise gr.Error(str(error), duration=8, print_exception=False) from error
        gr.Info("It is a case of your suite “noted” now: run it under Evals.", duration=5)
        return gr.Column(visible=False), ""

    def _clear(self) -> tuple[Any, ...]:
        return [], gr.skip(), [], "", _idle(), gr.Column(visible=True)


def _command(command: str, answers: Sequence[Answer]) -> tuple[str, int]:
    """What is to be done, and with which answer; nothing where there is no such answer."""
    what, _, turn = command.partition("-")
    there = turn.isdecimal() and int(turn) < len(answers)
    return (what, int(turn)) if there else ("", 0)


def _sides(topic: Topic) -> list[tuple[str, str]]:
    named = [(side.name, side.id) for side in topic.sides]
    return [("Whole article", ""), *named, *([("Compare", BOTH)] if len(named) > 1 else [])]


def _status(state: str, message: str = "") -> str:
    words = {"warming up": "Warming up…", "ready": "Ready.", "failed": f"Not available: {message}"}[state]
    kind = state.split()[0]
    return f'<p role="status" class="{kind}"><span class="dot"></span>{escape(words)}</p>'


def _busy() -> Any:
    return gr.Textbox(value="", submit_btn=False, stop_btn="Stop")


def _idle() -> Any:
    return gr.Textbox(submit_btn="Ask", stop_btn=False)

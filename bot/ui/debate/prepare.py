"""A speech of a person's own: cards brought in a file or cut here, and blocks ticked into a speech document."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from bot.debate.assembling import Piece, pieces_of
from bot.debate.formats import WPM
from bot.debate.model import Round
from bot.errors import LecternError, RoundError
from bot.model import Passage
from bot.ui.debate import blocks
from bot.ui.debate.making import Making
from bot.ui.debate.room import Room
from bot.ui.debate.words import side_name, told
from bot.ui.remaking import Props

PREPARE = "prepare"
"""The name of its view."""
OWN = "own:"
"""What the keys of a person's own blocks begin with."""
_CLICK = "() => { document.querySelector('#own-file').click(); }"
_WORDS = 9


class Preparing:
    """The components of the part and their events."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.making = Making(room)
        self._folder = tempfile.TemporaryDirectory(prefix="lectern-")

    def lay_out(self) -> None:
        """Makes the components; call inside a ``gr.Tab``."""
        bare: dict[str, Any] = {"padding": False, "apply_default_css": False}
        with gr.Row(elem_classes="setup"):
            self.side = gr.Radio(**self._sides(), label="My side", elem_id="own-side")
            self.bring = gr.UploadButton(
                "Bring my cards (Word)", file_types=[".docx"], size="sm", elem_id="own-bring", scale=0, min_width=190
            )
        self.message = gr.HTML("", elem_id="own-message", **bare)
        self.picked = gr.Dropdown(
            [], multiselect=True, label="What the speech says, in this order (type to find)", elem_id="own-pieces"
        )
        self.shown = gr.HTML(blocks.NOTHING, elem_id="own-speech", **bare)
        with gr.Row(elem_classes="moves"):
            self.take = gr.Button("Speech for Word", size="sm", elem_id="own-take")
            self.remove = gr.Button("Forget my own blocks that are picked", size="sm", elem_id="own-remove")
        self.file = gr.DownloadButton("File", visible="hidden", elem_id="own-file")
        with gr.Accordion("Cut a card from the sources", open=False, elem_id="own-cutting") as self.cutting:
            self.source = gr.Dropdown([], label="Document", elem_id="own-document")
            self.passage = gr.Dropdown([], label="Paragraph (type to find)", elem_id="own-paragraph")
            self.text = gr.HTML("", elem_id="own-text", **bare)
            self.words = gr.Textbox(
                label="The words that are read, with … where some are left out", lines=2, elem_id="own-words"
            )
            self.tag = gr.Textbox(label="The tag: what they show, in your words", max_lines=2, elem_id="own-tag")
            self.cut = gr.Button("Cut it", variant="primary", elem_id="own-cut")
            self.made = gr.HTML("", elem_id="own-made", **bare)
        self.making.lay_out()

    def by_topic(self) -> Props:
        """The sides of the topic that is open."""
        return self.side, self._sides()

    def wire(self, tab: Any, state: Any, private: dict[str, Any]) -> None:
        """Ties the components together; ``tab`` is the part's own, ``state`` the open round."""
        work: dict[str, Any] = {"concurrency_id": "prepare", "concurrency_limit": 4, **private}
        choices = [self.picked, self.source]
        tab.select(self._opened, [self.side, self.picked], choices, **work)
        self.making.wire(tab, private)
        listed = [self.side, self.picked]
        self.side.input(self._listed, listed, self.picked, **work).then(
            self._show, [self.side, self.picked, state], self.shown, **work
        )
        self.picked.change(self._show, [self.side, self.picked, state], self.shown, **work)
        brought = self.bring.upload(self._bring, self.bring, [self.message], **work)
        brought.then(self._listed, listed, self.picked, **work)
        self.take.click(self._file, [self.side, self.picked], self.file, **work).success(
            None, None, None, js=_CLICK, **private
        )
        self.remove.click(self._remove, self.picked, [self.message], **work).then(
            self._listed, listed, self.picked, **work
        )
        self.source.change(self._paragraphs, self.source, self.passage, **work)
        self.passage.change(self._paragraph, self.passage, [self.text, self.words, self.made], **work)
        self.cut.click(self._cut, [self.side, self.passage, self.words, self.tag], self.made, **work).then(
            self._listed, listed, self.picked, **work
        )

    def _sides(self) -> dict[str, Any]:
        sides = [(side.name, side.id) for side in self._room.topic.sides]
        return {"choices": sides, "value": sides[0][1]}

    def _pieces(self, side: str, request: gr.Request) -> list[Piece]:
        return pieces_of(self._room.debating.adviser, side, self._room.shelf(request).entries())

    def _chosen(self, side: str, picked: list[str] | None, request: gr.Request) -> list[Piece]:
        there = {one.key: one for one in self._pieces(side, request)}
        return [there[key] for key in picked or [] if key in there]

    def _opened(self, side: str, picked: list[str] | None, request: gr.Request) -> tuple[Any, Any]:
        """What may be picked, and the documents to cut from."""
        try:
            sources = [(one.title, one.id) for one in self._room.debating.content.sources]
        except LecternError:
            return gr.skip(), gr.skip()
        return self._listed(side, picked, request), gr.Dropdown(
            choices=sources, value=sources[0][1] if sources else None
        )

    def _listed(self, side: str, picked: list[str] | None, request: gr.Request) -> Any:
        try:
            there = self._pieces(side, request)
        except LecternError:
            return gr.skip()
        known = {one.key for one in there}
        choices = [(f"{one.heading} › {one.name}", one.key) for one in there]
        return gr.Dropdown(choices=choices, value=[key for key in picked or [] if key in known])

    def _show(self, side: str, picked: list[str] | None, held: Round | None, request: gr.Request) -> str:
        try:
            chosen = self._chosen(side, picked, request)
        except LecternError as error:
            return told(str(error), "failed")
        slot = held.next_slot if held else None
        budget = slot.words if slot is not None and held is not None and held.side(slot.stance) == side else 0
        return blocks.speech_html(chosen, self._room.topic, held.format.wpm if held else WPM, budget)

    def _bring(self, path: str, request: gr.Request) -> str:
        from bot.debate.brought import brought

        file = Path(path)
        try:
            self._room.may_bring(request)
            there = brought(self._room.marked(file))
            if not there:
                raise RoundError(f"“{file.name}” holds no words: nothing was brought.")
            return blocks.told_html(file.name, there, self._room.shelf(request).put(there))
        except LecternError as error:
            return told(str(error), "failed")
        finally:
            file.unlink(missing_ok=True)

    def _remove(self, picked: list[str] | None, request: gr.Request) -> str:
        own = [key.removeprefix(OWN) for key in picked or [] if key.startswith(OWN)]
        if not own:
            return told("Pick the blocks of your own that are to go; the bank's stay.", "failed")
        try:
            gone = self._room.shelf(request).remove(own)
        except LecternError as error:
            return told(str(error), "failed")
        return told(f"{gone} of your own blocks are gone.")

    def _file(self, side: str, picked: list[str] | None, request: gr.Request) -> str:
        from bot.debate.export.speech import speech_docx

        try:
            chosen = self._chosen(side, picked, request)
            if not chosen:
                raise RoundError("Pick at least one block for the speech.")
        except LecternError as error:
            raise gr.Error(str(error), duration=8, print_exception=False) from error
        name = f"Speech for {side_name(self._room.topic, side)}"
        path = Path(tempfile.mkdtemp(dir=self._folder.name)) / "speech.docx"
        path.write_bytes(speech_docx(name, chosen, WPM))
        return str(path)

    def _paragraphs(self, source: str | None) -> Any:
        try:
            there = self._room.debating.content.passages_of(source) if source else []
        except LecternError:
            return gr.skip()
        choices = [(_first(one), one.id) for one in there if one.paragraph]
        return gr.Dropdown(choices=choices, value=choices[0][1] if choices else None)

    def _paragraph(self, passage: str | None) -> tuple[str, Any, str]:
        found = self._passage(passage)
        return (blocks.paragraph_html(found) if found is not None else ""), "", ""

    def _passage(self, key: str | None) -> Passage | None:
        try:
            return self._room.debating.content.passage_by_id.get(key or "")
        except LecternError:
            return None

    def _cut(self, side: str, passage: str | None, words: str, tag: str, request: gr.Request) -> str:
        from bot.debate.brought import cut

        found = self._passage(passage)
        try:
            if found is None:
                raise RoundError("Choose a document and a paragraph to cut from.")
            if not words.strip() or not tag.strip():
                raise RoundError("A card needs both: the words that are read, and a tag that says what they show.")
            cutter = self._room.debating.cutter
            card = cutter.by_words(words, " ".join(tag.split()), side, found)
            self._room.shelf(request).put([cut(card, card.tag)])
            return blocks.cut_html(card, cutter.beyond(card.tag, card.read_text), self._room.topic, WPM)
        except LecternError as error:
            return told(str(error), "failed")


def _first(passage: Passage) -> str:
    words = passage.text.split()
    return f"¶ {passage.paragraph}  {' '.join(words[:_WORDS])}{' …' if len(words) > _WORDS else ''}"

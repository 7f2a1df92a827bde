"""Rounds and prep packs as files: Markdown, and Word with Verbatim's styles."""

from bot.debate.export.markdown import round_markdown
from bot.debate.export.pack import Pack, pack_docx, pack_markdown, prep_pack
from bot.debate.export.word import round_docx

__all__ = ["Pack", "pack_docx", "pack_markdown", "prep_pack", "round_docx", "round_markdown"]

"""What a start imports: the help of the commands nothing of the program, an answer nothing that it does not use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNUSED = (
    "torch", "sentence_transformers", "transformers", "sklearn", "scipy", "pandas", "langchain_core", "gradio",
    "alembic", "dateparser", "pypdfium2", "docx",
)  # fmt: skip
IMPORTED = "import sys; print(*sorted(name for name in {names} if name in sys.modules))"
COMPONENT = "import gradio\nclass Mine(gradio.HTML):\n    EVENTS = []\n"
"""Gradio writes a stub beside the file of any component."""
STUBS = """
import sys
from pathlib import Path
from bot.ui.stubs import no_stubs
sys.path.insert(0, {folder!r})
with no_stubs():
    import within
import outside
print(*sorted(path.name for path in Path({folder!r}).glob("*.pyi")))
"""


def printed(code: str, data: Path) -> str:
    env = {**os.environ, "LECTERN_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_help_of_the_commands_imports_nothing_of_the_program(tmp_path: Path) -> None:
    names = (*UNUSED, "numpy", "chromadb", "sqlalchemy", "pydantic", "onnxruntime", "bot.bot", "bot.settings")
    assert printed(f"import bot.cli; {IMPORTED.format(names=names)}", tmp_path) == ""


def test_an_answer_imports_nothing_that_it_does_not_use(built_data: Path) -> None:
    asked = 'import bot; answer = bot.Bot.open().ask("When did Plan Colombia begin?"); assert answer.citations'
    assert printed(f"{asked}; {IMPORTED.format(names=UNUSED)}", built_data) == ""


def test_gradio_is_imported_without_writing_stubs(tmp_path: Path) -> None:
    for name in ("within", "outside"):
        (tmp_path / f"{name}.py").write_text(COMPONENT)
    assert printed(STUBS.format(folder=str(tmp_path)), tmp_path) == "outside.pyi"

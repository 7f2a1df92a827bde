"""Where a source came from, as its ``origin`` says: a topic's own file, a path, a web address, or an upload."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

UPLOAD = "upload:"


def is_own(origin: str) -> bool:
    """Whether the source is a file of the topic's own folder."""
    return not origin.startswith((UPLOAD, "http://", "https://")) and not Path(origin).is_absolute()


def upload(data: bytes, name: str) -> str:
    """The origin of an upload: by its content; the name is only for showing."""
    return f"{UPLOAD}{hashlib.sha256(data).hexdigest()[:20]}/{display_name(name)}"


def display_name(name: str) -> str:
    """A file name that can be shown: its last part, no control or direction-switching characters, 120 at most."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(char if char.isprintable() else " " for char in last).strip(" .") or "unnamed"
    if len(shown) > 120:
        stem, dot, ending = shown.rpartition(".")
        shown = f"{stem[:100]}…{dot}{ending[:16]}" if dot else shown[:120]
    return shown


def shown(origin: str) -> str:
    """What to call the origin on a page: no folder of this machine."""
    if origin.startswith(UPLOAD):
        return origin.split("/", 1)[1]
    return Path(origin).name if Path(origin).is_absolute() else origin

"""Hostile files, made by this script and kept nowhere: ``files()`` gives name, bytes and whether it must be refused."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from pypdf import PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WORDS = (
    "The board of the river opened every gate in May, and three villages lost their bridges before the night was over."
)
ENDINGS = (".md", ".markdown", ".txt", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 400


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file. ``refused``: True if it must be, False if it must be read, None if either will do."""

    name: str
    data: bytes
    refused: bool | None = None


def files() -> Iterator[Hostile]:
    """All of them, in a fixed order."""
    for maker in (_empty, _mislabelled, _pdfs, _docxs, _pages, _texts, _markdowns, _names):
        yield from maker()


def good_pdf(pages: int = 3, lines: int = 12) -> bytes:
    """A PDF with a few lines a page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(pages):
        for line in range(lines):
            canvas.drawString(60, 780 - 14 * line, f"Page {page} line {line}: {WORDS[:70]}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def good_docx() -> bytes:
    """A DOCX with a heading and three paragraphs."""
    made = docx.Document()
    made.add_heading("Gates", 1)
    for number in range(3):
        made.add_paragraph(f"{number}. {WORDS}")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _empty() -> Iterator[Hostile]:
    for ending in ENDINGS:
        for number, data in enumerate((b"", b" \n\t\r\n ", b"\xef\xbb\xbf")):
            yield Hostile(f"empty{number}{ending}", data, True)


def _mislabelled() -> Iterator[Hostile]:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
    contents = {
        "png": PNG, "jpeg": b"\xff\xd8\xff\xe0" + b"\x00" * 300, "gif": b"GIF89a" + b"\x00" * 100, "ole": ole,
        "elf": b"\x7fELF" + bytes(range(256)), "exe": b"MZ" + b"\x00" * 300, "gz": b"\x1f\x8b\x08" + b"\x00" * 64,
        "pdf": good_pdf(1), "docx": good_docx(), "nulls": b"\x00" * 5000,
    }  # fmt: skip
    for ending in ENDINGS:
        for kind, data in contents.items():
            if not ending.endswith(kind):
                yield Hostile(f"{kind}-as{ending}", data, True)


def _pdfs() -> Iterator[Hostile]:
    good = good_pdf()
    for share in range(1, 12):
        yield Hostile(f"cut{share}.pdf", good[: len(good) * share // 12])
    dice = random.Random(7)
    for number in range(14):
        data = bytearray(good)
        for _ in range(2 if number % 2 else 40):
            data[dice.randrange(len(data))] = dice.randrange(256)
        yield Hostile(f"flipped{number}.pdf", bytes(data))
    yield Hostile("head-only.pdf", b"%PDF-1.7\n", True)
    yield Hostile("no-pages.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>", True)
    yield Hostile(
        "own-parent.pdf", _pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[2 0 R]/Count 1>>"}), True
    )
    kids = " ".join(["3 0 R"] * 40_000)
    yield Hostile("same-page.pdf", _pdf({
        1: "<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Kids[{kids}]/Count 40000>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }), True)  # fmt: skip
    yield Hostile(
        "billion-pages.pdf",
        _pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[]/Count 999999999>>"}),
        True,
    )
    yield Hostile("deep-array.pdf", _pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "[" * 60_000 + "]" * 60_000}), True)
    yield Hostile("loop.pdf", _pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "2 0 R"}), True)
    for name, size in (("bomb.pdf", 600_000_000), ("small-bomb.pdf", 90_000_000)):
        packed = _zeros(size)
        yield Hostile(name, _page_with(packed, "/Filter/FlateDecode"), True)
    twice = zlib.compress(_zeros(300_000_000), 9)
    yield Hostile("nested-bomb.pdf", _page_with(twice, "/Filter[/FlateDecode/FlateDecode]"), True)
    yield Hostile("plain-page.pdf", _page_with(f"BT /F1 9 Tf 50 700 Td ({WORDS}) Tj ET".encode(), ""), False)
    yield Hostile("long-length.pdf", _page_with(b"BT (x) Tj ET", "", length=2_000_000_000), True)
    operators = zlib.compress(b"BT /F1 9 Tf (water) Tj ET\n" * 900_000, 9)
    yield Hostile("operators.pdf", _page_with(operators, "/Filter/FlateDecode"))
    yield Hostile("scan.pdf", _scan(), True)
    for algorithm in ("RC4-40", "RC4-128"):
        writer = PdfWriter(clone_from=io.BytesIO(good))
        writer.encrypt("secret", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        yield Hostile(f"locked-{algorithm}.pdf", out.getvalue(), True)


def _pdf(objects: dict[int, str | bytes]) -> bytes:
    """A PDF that is whole as a file, its table of objects included, whatever the objects are."""
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, value in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + (value if isinstance(value, bytes) else value.encode()) + b"\nendobj\n"
    table, count = len(out), max(objects) + 1
    rows = (f"{places[n]:010d} 00000 n \n" if n in places else "0000000000 65535 f \n" for n in range(count))
    out += f"xref\n0 {count}\n{''.join(rows)}trailer\n<</Root 1 0 R/Size {count}>>\n".encode()
    return bytes(out + f"startxref\n{table}\n%%EOF\n".encode())


def _page_with(stream: bytes, extra: str, length: int | None = None) -> bytes:
    return _pdf({
        1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        4: f"<</Length {length or len(stream)}{extra}>>stream\n".encode() + stream + b"\nendstream",
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    })  # fmt: skip


def _zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = b" " * 1_000_000
    return b"".join([packer.compress(block) for _ in range(size // 1_000_000)]) + packer.flush()


def _scan() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for _ in range(2):
        canvas.rect(50, 50, 300, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _docxs() -> Iterator[Hostile]:
    good = good_docx()
    for share in range(1, 12):
        yield Hostile(f"cut{share}.docx", good[: len(good) * share // 12], True)
    dice = random.Random(11)
    for number in range(12):
        data = bytearray(good)
        for _ in range(2 if number % 2 else 60):
            data[dice.randrange(len(data))] = dice.randrange(256)
        yield Hostile(f"flipped{number}.docx", bytes(data))
    laughs = "".join(f'<!ENTITY l{n} "{"&l%d;" % (n - 1) * 10}">' for n in range(1, 12))
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
    paragraph = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
    yield Hostile("laughs.docx", _docx_with(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>' + body % (paragraph % "&l11;")))
    yield Hostile(
        "outside.docx",
        _docx_with('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + body % (paragraph % "&f;")),
    )
    yield Hostile("deep.docx", _docx_with(body % ("<w:sdt>" * 60_000 + "</w:sdt>" * 60_000)), True)
    yield Hostile("paragraphs.docx", _docx_with(body % (paragraph % "Water." * 150_000)), True)
    yield Hostile("no-xml.docx", _docx_with("not xml at all <<<"), True)
    yield Hostile("bomb.docx", _docx_with(" " * 400_000_000), True)
    yield Hostile("no-document.docx", _zip({"[Content_Types].xml": b"<Types/>", "a.txt": b"x"}), True)
    yield Hostile("entries.docx", _zip({"word/document.xml": b"<x/>", **{f"a{n}": b"" for n in range(5000)}}), True)
    yield Hostile("climbing.docx", _zip({"word/document.xml": b"<x/>", "../../../../tmp/evil": b"x"}), True)
    nested = _zip({"word/document.xml": b"<x/>", "inner.zip": _zip({"a": b"0" * 10_000_000})})
    yield Hostile("nested.docx", nested, True)
    flagged = bytearray(good)
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = -1
        while (start := bytes(flagged).find(mark, start + 1)) >= 0:
            flagged[start + at] |= 1
    yield Hostile("locked.docx", bytes(flagged), True)


def _docx_with(document: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good_docx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            own = entry.filename == "word/document.xml"
            new.writestr(entry.filename, document.encode() if own else old.read(entry))
    return out.getvalue()


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _pages() -> Iterator[Hostile]:
    paragraph = f"<p>{WORDS}</p>"
    bodies: dict[str, tuple[str, bool | None]] = {
        "deep-divs": ("<div>" * 200_000 + paragraph, None), "deep-spans": ("<span>" * 100_000 + WORDS, None),
        "deep-tables": ("<table><tr><td>" * 20_000 + paragraph, None), "deep-lists": ("<ul><li>" * 60_000 + paragraph, None),
        "paragraphs": ("<p>Water ran.</p>" * 280_000, True), "script-only": ("<script>" + "x" * 10_000 + "</script>", True),
        "nav-only": ("<nav><a href=x>Home</a></nav>" * 2000, True), "links": ("<a href=x>y</a>" * 200_000, None),
        "attribute": (f"<p title='{'x' * 4_000_000}'>{WORDS}</p>", None), "comment": (f"<!--{'-' * 3_000_000}-->", True),
        "unclosed": ("<p><b><i><u>" * 30_000 + WORDS, None), "iframe": ("<iframe src='file:///etc/passwd'></iframe>", True),
        "refresh": (f"<meta http-equiv=refresh content='0;url=http://127.0.0.1'>{paragraph * 4}", False),
        "entities": ("<p>" + "&amp;" * 800_000 + "</p>", None), "numbers": ("<p>" + "&#x41;" * 600_000 + "</p>", None),
        "nulls-late": ("<p>" + "a " * 4000 + "\x00</p>" + paragraph * 3, None), "plaintext": (f"<plaintext>{WORDS * 30}", None),
        "base": (f"<base href='http://127.0.0.1/'>{paragraph * 4}", False), "too-long": ("<p>" + "word " * 1_200_000 + "</p>", True),
        "hidden": (f"<div style='display:none'>{paragraph * 40}</div>", True), "cdata": (f"<![CDATA[{WORDS * 20}]]>", None),
        "object": ("<object data='http://127.0.0.1/x'></object>" + paragraph * 4, False),
    }  # fmt: skip
    for name, (body, refused) in bodies.items():
        yield Hostile(f"{name}.html", f"<html><body>{body}".encode(), refused)
    for charset in ("utf-7", "nonsense", "utf-16", "shift_jis", "x-user-defined", "idna", "hex", "rot13", "zip"):
        data = f"<meta charset={charset}><body>{paragraph * 4}".encode() + b"\xff\xfe\x80"
        yield Hostile(f"charset-{charset}.html", data)


def _texts() -> Iterator[Hostile]:
    dice = random.Random(3)
    for number in range(10):
        yield Hostile(f"random{number}.txt", dice.randbytes(20_000), True if number else None)
    yield Hostile("paragraphs.txt", b"a b c.\n\n" * 1_200_000, True)
    yield Hostile("two-million.txt", b"a b\n\n" * 1_999_000)
    yield Hostile("one-line.txt", b"water " * 1_600_000)
    yield Hostile("one-word.txt", b"a" * 9_000_000)
    yield Hostile("combining.txt", (WORDS + "\u0301" * 1_500_000).encode())
    yield Hostile("too-large.txt", b"water " * 1_800_000, True)
    yield Hostile("sentences.txt", f"{WORDS} ".encode() * 80_000, True)
    yield Hostile("long-sentences.txt", f"{WORDS} ".encode() * 17_000)
    several = (f"{WORDS} {WORDS} That was gate {at}.\n\n" for at in range(7_500))
    yield Hostile("paragraphs-of-sentences.txt", "".join(several).encode())
    for name, mark in (("ticks", "`"), ("quotes", "\u201ca "), ("parentheses", "(x) "), ("ticks-of-one", "`a ")):
        yield Hostile(f"{name}.txt", (mark * 2_000_000)[:1_900_000].encode())
    yield Hostile("overrides.txt", ("\u202e\u2066\u200b" * 1000 + WORDS).encode(), False)
    yield Hostile("controls.txt", ("\x07\x1b[2J\x0b\x0c" * 500 + WORDS).encode(), False)
    for encoding in (
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-7",
        "cp1252",
        "shift_jis",
        "gb18030",
        "cp500",
        "koi8-r",
        "cp037",
    ):
        yield Hostile(f"{encoding}.txt", (WORDS * 3).encode(encoding))
    yield Hostile("surrogates.txt", WORDS.encode() + b"\xed\xa0\x80\xed\xb0\x80" * 50)
    yield Hostile("overlong.txt", WORDS.encode() + b"\xc0\xaf\xe0\x80\xaf" * 50)
    yield Hostile("half-letter.txt", WORDS.encode() + b"\xe2\x82")


def _markdowns() -> Iterator[Hostile]:
    yield Hostile("quotes.md", b">" * 100_000 + b" x")
    yield Hostile("lists.md", b"\n".join(b" " * n + b"- x" for n in range(3000)))
    yield Hostile("brackets.md", b"[" * 200_000 + b"x")
    yield Hostile("stars.md", b"*_" * 300_000 + b"x")
    yield Hostile("images.md", b"![" * 100_000 + b"x")
    yield Hostile("ticks.md", b"".join(b"`" * n + b"x" for n in range(1500)))
    yield Hostile("columns.md", b"|a" * 20_000 + b"|\n" + b"|-" * 20_000 + b"|\n" + b"|b" * 20_000)
    yield Hostile("headings.md", b"# x\n\n" * 300_000, True)
    yield Hostile("references.md", b"".join(b"[a%d]: x\n" % n for n in range(100_000)) + WORDS.encode())
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    yield Hostile("yaml-bomb.md", f"---\n{bomb}title: *i\n---\n{WORDS}".encode(), True)
    yield Hostile("yaml-tag.md", f"---\ntitle: !!python/object/apply:os.system ['true']\n---\n{WORDS}".encode(), True)
    yield Hostile("yaml-deep.md", f"---\ntitle: {'[' * 50_000}\n---\n{WORDS}".encode(), True)
    yield Hostile("yaml-list.md", f"---\n- a\n---\n{WORDS}".encode(), True)
    yield Hostile("yaml-number.md", f"---\ntitle: 0x{'f' * 6000}\n---\n{WORDS}".encode())


def _names() -> Iterator[Hostile]:
    for name in (
        "../../../../tmp/evil.md", "..\\..\\evil.md", "/etc/evil.md", "a\x00b.md", "a\nb\r.md", "\u202egpj.md", "x" * 300 + ".md",
        "CON.md", "|touch evil.md", "<script>alert(1)</script>.md", "$(id).md", "`id`.md", "%2e%2e%2fevil.md", "..md", "-rf.md",
        "${7*7}.md", "{{7*7}}.md", "~/.ssh/evil.md", "\U0001f4a3.md", "[link](http://evil.example).md", "a'\";--.md", "\udcff.md",
    ):  # fmt: skip
        yield Hostile(
            name,
            f"{WORDS} {struct.pack('>I', len(name)).hex()} {zlib.crc32(repr(name).encode()) % 997}.".encode(),
            False,
        )

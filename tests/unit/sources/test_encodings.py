"""Text files in old encodings are read rightly, or refused with a cure; never as gibberish."""

from __future__ import annotations

import random

import pytest

from bot.errors import SourceError
from bot.sources.reading import formats
from bot.sources.reading.encodings import decode

TEXTS = {
    "Мост Орлова был открыт в 1972 году после трёх лет работы, и с тех пор по нему ходят трамваи.":
        "cp1251 koi8-r iso8859-5 cp866 mac-cyrillic utf-16-le utf-16-be",
    "Most Orłowa został otwarty po trzech latach pracy, a później jeździły po nim tramwaje. Żaden urząd nie zapłacił.":
        "cp1250 iso8859-2 mac_latin2 cp852",
    "Orlovův most byl otevřen po třech letech práce a od té doby po něm jezdí tramvaje. Žádný úřad nezaplatil.":
        "cp1250 iso8859-2",
    "El puente se abrió al público después de tres años de trabajo. El señor Núñez pagó. «¿Quién más?»":
        "cp1252 mac-roman iso8859-15 cp850 utf-16-be",
    "Le pont a été ouvert au public après trois années de travail; l’œuvre a coûté cher à la région.":
        "cp1252 mac-roman",
    "Die Brücke wurde nach drei Jahren eröffnet. Für die Straße zahlte niemand eine Gebühr.":
        "cp1252 mac-roman cp850 cp437",
    "Η γέφυρα άνοιξε για το κοινό μετά από τρία χρόνια δουλειάς. Άλλοι δεν πλήρωσαν.": "cp1253 iso8859-7 mac-greek",
    "Köprü üç yıl süren çalışmanın ardından halka açıldı. Şehir ödemeyi kabul etmedi, işçiler gitti.":
        "cp1254 iso8859-9 mac-turkish",
    "The toll – “Orlov’s own” – rose to £45. It fell—some say too late—and the café of Dr. Müller closed.":
        "cp1252 mac-roman utf-16 utf-32 utf-16-le",
    "港は1972年に開かれた。費用は四十五ユーロである。市は支払いを拒否した。": "shift_jis euc-jp iso2022_jp utf-16-le",
    "港口在一九七二年开放。费用是四十五欧元。城市拒绝付款。": "gb18030 utf-16-be",
    "港口在一九七二年開放。費用是四十五歐元。城市拒絕付款。": "big5",
    "항구는 1972년에 열렸다. 비용은 45유로이다. 시는 지불을 거부했다.": "euc-kr",
}  # fmt: skip
"""A text, and the encodings that it may be found in."""


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, name) for text, names in TEXTS.items() for name in names.split()]
)
def test_a_text_is_read_in_its_encoding(text: str, encoding: str) -> None:
    for long in (text, "\n\n".join([text] * 40)):
        assert decode(f"{long}\n".encode(encoding), "a.txt") == f"{long}\n"


def test_the_only_letters_beyond_ascii_may_come_late() -> None:
    text = "The port closed. " * 20_000 + "It had a café."
    assert decode(text.encode("cp1252"), "a.txt") == text


@pytest.mark.parametrize(
    "data",
    [
        random.Random(1).randbytes(4000).replace(b"\x00", b"\x01"),
        bytes(random.Random(2).choices(range(128, 256), k=600)),
        "The board closed the port in May.".encode("cp500"),
        "Überall fehlte Öl. ".encode() * 9 + b"\xe9\xff" + "Für Öl. ".encode(),
        b"The port was closed.\xe2\x82",
    ],
    ids=["chance", "high bytes", "EBCDIC", "damaged", "cut off"],
)
def test_what_cannot_be_made_out_is_refused_with_a_cure(data: bytes) -> None:
    with pytest.raises(SourceError, match="save it as UTF-8"):
        formats.read(data, "a.txt")

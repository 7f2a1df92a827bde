"""Where a sentence ends: short forms, marks of notes, other scripts. A bar stands where one ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.sentences import WINDOW, sentence_spans

SHORT_FORMS = """
The talks with Ms. Ray, Amb. Holt and Sra. Gil failed. | Ms. Ray left.
Mr. Lee, Prof. Emer. Oak, Lt. Col. Day and the Rt. Hon. Eve Moss met Insp. Fox.
The toll was approx. 5 crowns, est. 1901, max. 9, avg. 7, pop. 4,000. | It fell.
See Vol. 3, para. 4, Ch. 5, Nos. 6 and 7, pp. 8–9, Art. IV and Fig. A. | The rest is lost.
They lived on Main St. in St. Paul. | Mt. Oak is near.
Poe et al. found it, cf. Ray, i.e. nothing, vs. Lee. | It ended.
On Oct. 19 it rose, on Sat. it fell. | It was over by Sept. | The port closed.
The dept. of the govt. paid Acme Co. and Acme Ltd. nothing.
Herr Müller wohnt z. B. in der Str. 5, vgl. Abs. 3. | Das gilt.
El Sr. Ramos vive en la Avda. Mayor núm. 5. | Nadie pagó.
J. K. Oak and Martin King Jr. spoke. | They left.
1. The port is closed. | 2. It is open.
"""
ENDS = """
He worked for Acme Inc. | The firm grew.
They sold pears, plums, etc. | Ports closed.
It was 5 p.m. | The board met. | It met at 6 p.m. Monday.
She lived in the U.S. | The war came. | U.S. President Oak spoke in the U.K. | Nobody heard.
The minister left in May. | Ms. Ray took over.
He said no. | Ray left. | She gave it to me. | Tallow paid.
They ship iron ore. | Prices rose. | The order came from the SEC. | Prices fell.
It is 12 km. | Ports lie there. | Portland, Ore. Council members met.
He has a Ph.D. | She has none.
"""
MARKS = """
The fee rose.¹ | The levy fell.²³ | It ended.
“The fee rose.”¹² | The levy fell.[3] | It ended.4 | Nobody paid.†
He said: “No. Never.” | She left (in May. The rest stayed).
"""


@pytest.mark.parametrize("line", [line for part in (SHORT_FORMS, ENDS, MARKS) for line in part.strip().split("\n")])
def test_a_sentence_ends_where_it_ends(line: str) -> None:
    text = line.replace(" | ", " ")
    assert " | ".join(text[start:end] for start, end in sentence_spans(text)) == line


@pytest.mark.parametrize(
    "sentences",
    [
        ["港口在1972年開放。", "費用是45歐元！", "為什麼？", "沒有人付款。"],
        ["港は開かれた。", "誰も払わなかった。"],
        ["افتتح الجسر عام 1972. ", "كم كلفته؟ ", "لم يدفع أحد."],
        ["Мост открыт в 1972 г. в порту. ", "А. Б. Орлов уехал. ", "Никто не заплатил."],
    ],
)
def test_other_scripts_are_split_too(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == [one.strip() for one in sentences]


@given(
    st.lists(st.sampled_from(["Ms.", "p.", "etc.", "U.S.", "May.", "¹", "1.", "The", "ray", "“", ".”", "?", " ", "\n"]))
)
def test_nothing_but_white_space_is_between_sentences(pieces: list[str]) -> None:
    text = " ".join(pieces)
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_no_sentence_is_longer_than_what_is_looked_at_together() -> None:
    text = "Ms. Ray and approx. " * 500
    spans = sentence_spans(text)
    assert all(end - start <= WINDOW for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")

"""A model on this machine: a tiny one with random weights, made here, through the real loading and streaming code."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import Bot, Token
from bot.models import Connection, make_model
from bot.models.limits import Limits

WORDS = (
    "[UNK] [PAD] [EOS] coca production fell hectares the of in by and to Petro Trump Washington Bogotá tariffs".split()
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A GPT-2 of two small layers and a tokenizer of a few words, saved as any model is."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

    torch.manual_seed(1)
    made = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=made, unk_token="[UNK]", pad_token="[PAD]", eos_token="[EOS]",
        chat_template="{% for m in messages %}{{ m['role'] }} {{ m['content'] }} {% endfor %}",
    )  # fmt: skip
    config = GPT2Config(
        vocab_size=len(WORDS), n_positions=4096, n_embd=32, n_layer=2, n_head=2, bos_token_id=2, eos_token_id=2,
        pad_token_id=1,
    )  # fmt: skip
    path = tmp_path_factory.mktemp("model")
    GPT2LMHeadModel(config).save_pretrained(path)
    tokenizer.save_pretrained(path)
    return path


def test_a_local_model_streams_through_the_same_checks(bot: Bot, folder: Path) -> None:
    model = make_model(Connection(f"huggingface:{folder}", limits=Limits(context=4096, reply=24)))
    assert model.id == f"huggingface:{folder.name}"
    assert model.count_tokens("coca production fell") == 3
    events = list(bot.answered_by(model).stream("By how much did coca production fall?"))
    answer = events[-1].answer
    said = [event.text for event in events if isinstance(event, Token) and event.text]
    # Random words hold no statement: the quotations stand, and the reader is told.
    assert said
    assert answer.engine == "extractive"
    assert answer.outcome == "closest"
    assert answer.notes
    assert answer.usage.input_tokens > 300
    assert answer.usage.output_tokens > 0


def test_closing_the_stream_ends_the_generation(folder: Path) -> None:
    model = make_model(Connection(f"huggingface:{folder}", limits=Limits(context=4096, reply=3000)))
    local = model._chat
    steps = list[int]()
    local.model.register_forward_hook(lambda *_: steps.append(1))
    words = model.stream("suggest-questions", {"evidence": "coca", "question": "coca"})
    assert next(piece for piece in words if piece)
    words.close()
    # The turn is held while it writes; had nothing ended it, all 3000 tokens would be written by then.
    assert local._turn.acquire(timeout=60)
    local._turn.release()
    assert 0 < len(steps) < 1500


def test_a_prompt_that_is_too_long_for_it(folder: Path) -> None:
    from bot.errors import ModelCallError

    model = make_model(Connection(f"huggingface:{folder}", limits=Limits(reply=8, attempts=1)))
    with pytest.raises(ModelCallError, match="too long for it"):
        model.complete("suggest-questions", {"evidence": "coca " * 5000, "question": "coca"})

"""A language model as the judge, through openevals: the extra ``lectern[judge]`` and a provider's package."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.prompts import load_prompt
from evals.errors import JudgeError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger("lectern")
ATTEMPTS = 3


class LanguageJudge:
    """Asks a chat model by the prompt ``judge-support``; a reply that cannot be read is NaN.

    ``model`` is a LangChain id such as "openai:gpt-5" or a chat model.

    Raises:
        JudgeError: a package is missing, or the model cannot be made or reached.
    """

    def __init__(self, model: str | BaseChatModel) -> None:
        try:
            from openevals.llm import create_llm_as_judge
        except ImportError as error:
            raise JudgeError("A language model as the judge needs: pip install 'lectern[judge]'.") from error
        chat = _chat(model) if isinstance(model, str) else model
        self.id = f"language:{model}" if isinstance(model, str) else f"language:{type(model).__name__}"
        self._judge = create_llm_as_judge(prompt=_braced(), judge=chat, feedback_key="support", use_reasoning=True)

    def supports(self, statement: str, evidence: Sequence[str]) -> float:
        """1, 0, or NaN where the reply is not a verdict.

        Raises:
            JudgeError: the model cannot be reached.
        """
        from langchain_core.exceptions import OutputParserException
        from pydantic import ValidationError

        try:
            result: Any = self._judge(outputs=statement, context="\n\n".join(evidence))
        except (OutputParserException, ValidationError, KeyError, TypeError, AttributeError, ValueError) as error:
            log.warning("The judge's reply cannot be read: %s", error)
            return math.nan
        # Each provider has errors of its own for a model that cannot be reached.
        except Exception as error:
            raise JudgeError(f"The judge {self.id} cannot be reached: {error}") from error
        score = result.get("score") if isinstance(result, dict) else None
        return float(score) if isinstance(score, bool) or score in (0, 1) else math.nan


def _braced() -> str:
    """The prompt as openevals takes it, with its variables in single braces."""
    return load_prompt("judge-support").text


def _chat(name: str) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, temperature=0, max_retries=ATTEMPTS, timeout=60)
    # Each provider has errors of its own for a missing key.
    except Exception as error:
        raise JudgeError(f"The judge {name!r} cannot be made: {error}") from error

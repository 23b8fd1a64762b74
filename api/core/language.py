"""The language of an answer: by ``Accept-Language``, and named where the answer depends on it."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vn30.experiments.wording import localized_suspicion
from vn30.explanation.wording import localized_description
from vn30.i18n.catalogue import in_language
from vn30.i18n.json_schema import with_texts
from vn30.i18n.language import DEFAULT_LANGUAGE, Language, negotiated
from vn30.i18n.localized import Joined, Localized, from_text


@dataclass
class _Answer:
    """The language of the answer in work, and whether anything in it depends on the language."""

    language: Language
    is_dependent: bool = False


_answer: ContextVar[_Answer | None] = ContextVar("answer", default=None)


def translated(text: str) -> str:
    """The text in the language of the request; in English outside of one."""
    return in_language(text, answer_language())


def answer_language() -> Language:
    """The language of the request. The answer to it is marked as one that depends on the language."""
    answer = _answer.get()
    if answer is None:
        return DEFAULT_LANGUAGE
    answer.is_dependent = True
    return answer.language


Words = Annotated[str, BeforeValidator(lambda text: translated(text) if isinstance(text, str) else text)]
"""A field of an answer with a text for users, which is written in the language of the request."""


def _restored(text: str) -> str:
    return text if isinstance(text, Localized | Joined) else from_text(text)


StoredWords = Annotated[
    str, BeforeValidator(lambda text: translated(_restored(text)) if isinstance(text, str) else text)
]
"""A field with a text of :func:`vn30.i18n.localized.to_text`, or an English one that may be a message."""


def constant(text: str) -> Any:
    """A field of an answer that always is this text, in the language of the request."""
    # The default of the schema is plain: pydantic cannot write a localized text into it.
    return Field(default_factory=lambda: translated(text), json_schema_extra={"default": text[:]})


SchemaWithWords = Annotated[
    dict[str, Any],
    BeforeValidator(lambda schema: with_texts(schema, translated) if isinstance(schema, dict) else schema),
]
"""A field with a JSON schema, whose titles and descriptions are written in the language of the request."""

FeatureWords = Annotated[
    str,
    BeforeValidator(
        lambda words: translated(localized_description(words)) if isinstance(words, str) else words
    ),
]
"""A field with the description of a feature, which is stored in English."""

SuspicionWords = Annotated[
    str,
    BeforeValidator(
        lambda reason: translated(localized_suspicion(reason)) if isinstance(reason, str) else reason
    ),
]
"""A field with a reason to suspect a leak behind the scores of a run, which is stored in English."""


class Languages:
    """Negotiates the language of each request; answers that depend on it say so.

    They have ``Content-Language``, and ``Vary`` with ``Accept-Language``.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle the request in its language."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(negotiated(Headers(scope=scope).get("accept-language")))

        async def naming(message: Message) -> None:
            if message["type"] == "http.response.start" and answer.is_dependent:
                headers = MutableHeaders(scope=message)
                headers["Content-Language"] = answer.language
                headers.add_vary_header("Accept-Language")
            await send(message)

        token = _answer.set(answer)
        try:
            await self._app(scope, receive, naming)
        finally:
            _answer.reset(token)

"""Plain text from HTML: nothing from outside is kept as markup."""

import unicodedata
import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

_HIDDEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title")
_BLOCKS = ("p", "br", "div", "li", "tr", "td", "th", "table", "ul", "ol", "h1", "h2", "h3", "h4", "img", "hr")
"""Elements that separate words; others, such as ``b``, may stand within one."""

_MAX_DECODED = 3
_ELLIPSIS = "…"


def plain_text(markup: str | None, limit: int) -> str | None:
    """The visible text of ``markup`` in one line, of at most ``limit`` characters; None if there is none.

    Scripts and styles are removed with what they hold. Markup that was escaped, also twice, is decoded and
    removed like other markup, so that what is left holds no tag in any reading.
    """
    text = markup or ""
    for _ in range(_MAX_DECODED):
        stripped = _stripped(text)
        if stripped == text:
            break
        text = stripped
    text = text.replace("<", " ").replace(">", " ") if _has_tag(text) else text
    line = " ".join("".join(map(_visible, unicodedata.normalize("NFC", text))).split())
    return _cut(line, limit) or None


def _stripped(text: str) -> str:
    with warnings.catch_warnings():
        # A text that is a link alone is no mistake here.
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        # With the space, which html.parser needs after a name at the end: of "R&D" it would lose the "&".
        page = BeautifulSoup(f"{text} ", "html.parser")
    for hidden in page(_HIDDEN):
        hidden.decompose()
    for block in page(_BLOCKS):
        block.insert_before(" ")
        block.insert_after(" ")
    return page.get_text().strip()


def _has_tag(text: str) -> bool:
    return bool(BeautifulSoup(text, "html.parser").find())


def _visible(character: str) -> str:
    """A space for a control character; nothing for one that changes the direction of the text or hides."""
    category = unicodedata.category(character)
    return " " if category == "Cc" else "" if category in ("Cf", "Cs", "Co", "Cn") else character


def _cut(line: str, limit: int) -> str:
    if len(line) <= limit:
        return line
    head, space, _ = line[:limit].rpartition(" ")
    whole = head if space and len(head) > limit // 2 else line[: limit - 1]
    return whole[: limit - 1].rstrip() + _ELLIPSIS

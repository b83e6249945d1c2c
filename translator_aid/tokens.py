"""Tokens of the built-in translation model: text to tokens and back, the same in training and in use.

Quotation marks become straight and dashes one kind of dash, since translators change them freely; whoever writes the text out puts the
source's own back. A joiner (`@-@`, `@/@`) stands for a hyphen or stroke between two tokens, a leading `+` marks an enclitic
(`+nya`). How the pieces go together again follows from the tokens alone.
"""

from __future__ import annotations

import re
from typing import Container, Iterable, Mapping, NamedTuple

from translator_aid.model import Language

NUMBER = "<num>"
"""Stands for any token of digits: what a number is does not change the words around it."""
NAME, BRAND = "<name>", "<brand>"
"""Stand for a rare name, of one word or several, that both languages write alike: of a person or place, and of what has capitals inside
or only capitals (OpenAI, BRIN)."""
CLASSES = (NUMBER, NAME, BRAND)
CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")

_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "`": "'", "—": "–", "−": "-", "‑": "-", "\u00a0": " "})
_TOKEN = re.compile(r"""
    (?:https?://|www\.)[^\s<>"]*[^\s<>".,;:!?)\]'] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+        # an address
  | (?:Rp|US|HK|A|S|NZ|C)?[$€£¥₩₹](?=\W?\d) | Rp(?=\.?\ ?\d)                              # a currency before its amount
  | \d+(?:[.,:]\d+)*(?![^\W_])                                                            # a number
  | [^\W_]+(?:['._+-][^\W_]+|_+[^\W_]+)*(?:\+\+|\#(?=\W|$))?                                # a word: don't, Node.js, model-model, GPT-4o, C++
  | \.\.\.|…|--+|[^\w\s]|_+
""", re.VERBOSE)
_POSSESSIVE = re.compile(r"(.+)('s|')$")
_CONTRACTED = frozenset(("it's", "that's", "let's", "what's", "he's", "she's", "there's"))
_IS_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*$")


class Token(NamedTuple):
    """A token and where it stands in the text."""

    text: str
    start: int
    end: int


def tokens(text: str, language: Language, known: Container[str] | None = None) -> list[Token]:
    """The tokens of a text; rare words with a hyphen or an enclitic, that is those not `known`, come apart.

    >>> [token.text for token in tokens("“Modelnya belajar dari data-data itu,” kata Sari.", "id", {"Modelnya"})]
    ['"', 'Modelnya', 'belajar', 'dari', 'data', '@-@', 'data', 'itu', ',', '"', 'kata', 'Sari', '.']
    >>> [token.text for token in tokens("The company's 2.5 million users", "en")]
    ['The', 'company', "'s", '2.5', 'million', 'users']
    """
    plain = text.translate(_SAME)
    found: list[Token] = []
    for match in _TOKEN.finditer(plain):
        found += _pieces(Token(match[0], *match.span()), language, known)
    return found


def _pieces(token: Token, language: Language, known: Container[str] | None) -> Iterable[Token]:
    word = token.text
    if not word[0].isalpha() or "://" in word:
        return (token,)
    if language == "en" and "'" in word and word.lower() not in _CONTRACTED and (owner := _POSSESSIVE.match(word)):
        at = token.start + owner.end(1)
        return (*_pieces(Token(owner[1], token.start, at), language, known), Token(owner[2], at, token.end))
    if known is None or word in known or word.lower() in known:
        return (token,)
    if "-" in word:
        pieces: list[Token] = []
        at = token.start
        for number, part in enumerate(word.split("-")):
            if number:
                pieces.append(Token("@-@", at - 1, at))
            pieces += _pieces(Token(part, at, at + len(part)), language, known)
            at += len(part) + 1
        return pieces
    if language == "id":
        for clitic in CLITICS:
            base = word[:-len(clitic)]
            if word.endswith(clitic) and len(base) > 2 and (base in known or base.lower() in known):
                return Token(base, token.start, token.start + len(base)), Token("+" + clitic, token.start + len(base), token.end)
    return (token,)


def shape(word: str) -> str:
    """What the model knows a token by: `<num>` for digits, else the token.

    >>> shape("2,5"), shape("GPT-4o")
    ('<num>', 'GPT-4o')
    """
    return NUMBER if word[0].isdigit() and _IS_NUMBER.match(word) else word


_NO_SPACE_BEFORE = frozenset(". , ; : ! ? ) ] } % ... … 's '".split())
_NO_SPACE_AFTER = frozenset("( [ { $ £ € ¥ US$ A$ S$ HK$ # @".split())


class Joined(NamedTuple):
    """A text put together, and where each token stands in it."""

    text: str
    starts: tuple[int, ...]


def join(words: Iterable[str], glue: Mapping[int, tuple[bool, bool]] = {}) -> Joined:
    """The text of the tokens; `glue` says of some, by place, whether they touch what stands before and after.

    >>> join(['"', 'model', '+nya', 'baru', '"', ',', 'kata', 'Sari', '(', '35', ')', '.']).text
    '"modelnya baru", kata Sari (35).'
    """
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    glued = True
    open_quote = False
    for at, word in enumerate(words):
        text = word
        before = not glued
        glued = False
        if at in glue:
            before, glued = before and not glue[at][0], glue[at][1]
        elif word in ("@-@", "@/@"):
            text, before, glued = word[1], False, True
        elif word[0] == "+" and word[1:] in CLITICS:
            text, before = word[1:], False
        elif word == '"':
            before, glued, open_quote = (before and not open_quote), not open_quote, not open_quote
        elif word == "/":
            before, glued = False, True
        elif word in _NO_SPACE_BEFORE:
            before = False
        elif word in _NO_SPACE_AFTER:
            glued = True
        if before and pieces:
            length += 1
            pieces.append(" ")
        starts.append(length)
        pieces.append(text)
        length += len(text)
    return Joined("".join(pieces), tuple(starts))

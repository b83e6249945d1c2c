"""Regular expressions that stand for a few words, as the rules of style checkers have them: words made into patterns, and patterns written out."""

from __future__ import annotations

import re

MAX_WORDS = 50
"""Words that a pattern may stand for; what stands for more is no list of words."""
_MARKS = re.compile(r"([.^$*+?{}\[\]\\|()])")
_EDGE = re.compile(r"\(\?<!\\w\)|\(\?!\\w\)|\\b|\^(?<=^\^)|\$$")


def pattern(word: str) -> str:
    """A pattern that matches just this word.

    >>> pattern("A.I. (AI)")
    'A\\\\.I\\\\. \\\\(AI\\\\)'
    """
    return _MARKS.sub(r"\\\1", word)


def words(text: str) -> tuple[str, ...]:
    """The words that a pattern matches; none where they cannot be listed.

    >>> words("(?:give|gave) rise to"), words("tokeni[sz]ers?"), words(r"\\bdata.*")
    (('give rise to', 'gave rise to'), ('tokeniser', 'tokenisers', 'tokenizer', 'tokenizers'), ())
    """
    reader = _Reader(re.sub(r"^\(\?[a-zA-Z]+\)", "", text))
    try:
        found = reader.choices()
        if reader.at < len(reader.text):
            return ()
    except (_Unlisted, RecursionError):
        return ()
    return tuple(dict.fromkeys(word for word in found if word.strip()))


class _Unlisted(Exception):
    """The pattern is more than a list of words."""


class _Reader:
    """A pattern read from left to right: alternatives, groups, sets of letters, and the question mark behind any of these."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def choices(self) -> list[str]:
        """What any of the alternatives from here on stands for."""
        found = self.sequence()
        while self.text[self.at:self.at + 1] == "|":
            self.at += 1
            found += self.sequence()
        return found

    def sequence(self) -> list[str]:
        found = [""]
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            atom = self.atom()
            if self.text[self.at:self.at + 1] == "?":
                self.at += 1
                atom = ["", *atom]
            if self.text[self.at:self.at + 1] in ("?", "*", "+", "{"):
                if self.at < len(self.text):
                    raise _Unlisted
            if len(found) * len(atom) > MAX_WORDS:
                raise _Unlisted
            found = [before + after for before in found for after in atom]
        return found

    def atom(self) -> list[str]:
        edge = _EDGE.match(self.text, self.at)
        if edge:
            self.at = edge.end()
            return [""]
        mark = self.text[self.at]
        self.at += 1
        if mark == "(":
            if self.text.startswith("?:", self.at):
                self.at += 2
            elif self.text.startswith("?", self.at):
                raise _Unlisted
            found = self.choices()
            if self.text[self.at:self.at + 1] != ")":
                raise _Unlisted
            self.at += 1
            return found
        if mark == "[":
            end = self.text.find("]", self.at)
            letters = self.text[self.at:end]
            self.at = end + 1
            if end < 0 or not letters or letters[0] == "^" or re.search(r"\\[a-z]|\w-\w", letters):
                raise _Unlisted
            return list(letters.replace("\\", ""))
        if mark == "\\":
            mark = self.text[self.at:self.at + 1]
            self.at += 1
            if mark == "s":
                return [" "]
            if not mark or mark.isalnum():
                raise _Unlisted
            return [mark]
        if mark in ".^$*+?{":
            raise _Unlisted
        return [mark]

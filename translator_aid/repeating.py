"""Concepts that a writer goes through more than once, because its format wants to know first what comes later: keys, columns."""

from __future__ import annotations

import pickle
import tempfile
from typing import IO, Iterable, Iterator, Mapping, Sequence

from translator_aid.model import Concept, Language

_BUFFER = 1 << 20


class Repeated:
    """The same concepts each time; what comes as a stream is kept on disk, not in memory.

    >>> with Repeated(Concept(key, "") for key in ("bobot", "token")) as concepts:
    ...     [concept.key for concept in concepts], [concept.key for concept in concepts]
    (['bobot', 'token'], ['bobot', 'token'])
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: Sequence[Concept] | None = concepts if isinstance(concepts, Sequence) else None
        self.wanted: set[str] = set()
        """Keys that concepts refer to."""
        self.stream: IO[bytes] | None = None
        if self.concepts is None:
            self.stream = tempfile.TemporaryFile(buffering=_BUFFER)  # pylint: disable=consider-using-with
            for concept in concepts:
                self.wanted.update(concept.see)
                pickle.dump(concept, self.stream, pickle.HIGHEST_PROTOCOL)
        else:
            self.wanted.update(see for concept in self.concepts for see in concept.see)

    def __enter__(self) -> Repeated:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.stream:
            self.stream.close()

    def __iter__(self) -> Iterator[Concept]:
        if self.stream is None:
            yield from self.concepts or ()
            return
        at = 0
        while True:
            self.stream.seek(at)
            try:
                concept: Concept = pickle.load(self.stream)  # our own, from a file without a name
            except EOFError:
                return
            at = self.stream.tell()
            yield concept

    def keys(self) -> set[str]:
        """The keys of all concepts."""
        return {concept.key for concept in self}

    def titles(self, language: Language) -> Mapping[str, str]:
        """The term that stands for each concept in a language, by key, of the concepts that others refer to.

        >>> from translator_aid.model import Term
        >>> bobot = Concept("weight", "", (Term("bobot", "id"),))
        >>> Repeated([bobot, Concept("bias", "", see=("weight",))]).titles("id")
        {'weight': 'bobot'}
        """
        if not self.wanted:
            return {}
        return {concept.key: concept.preferred(language).text for concept in self if concept.key in self.wanted and concept.terms(language)}

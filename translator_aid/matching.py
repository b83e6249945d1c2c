"""Terms in running text: leftmost, longest, never inside a word or a name, each with the evidence its guard asks for.

Semantics, in order:

1. The text is a sequence of tokens; space and hyphen between them count alike, other punctuation ends a term unless
   the term itself has it.
2. At each token the forms are tried that the token may stand for: as it is, and without its clitics. A tree of all bases
   (see `morphology`) is walked from there; a clitic may stand on a term's last word, or on its first.
3. Of all that begins at a token the longest that passes wins (letter case of abbreviations, hyphen rule, guard), then an exact
   surface before an inflected one, fewest steps, the order of domains, the key. The search goes on behind it. A match gives way to a
   longer one that begins inside it and runs past its end, since Indonesian phrases have their head first.
4. A proper name is an entry like any other, and a match on it gives nothing.
"""

from __future__ import annotations

import functools
import re
from _thread import allocate_lock
from typing import Any, Callable, Collection, Iterator, Sequence

from translator_aid.automaton import Automaton
from translator_aid.codes import Codes
from translator_aid.context import Context
from translator_aid.forms import Base, edges
from translator_aid.found import Found
from translator_aid.guards import Clues, items_of, shipped_names
from translator_aid.model import Concept, Glossary, Language, Match, Protected, Span, Term
from translator_aid.morphology import bases, foreign_affixes
from translator_aid.paths import CACHE_LIMIT, END, Entry, Path, Paths, clitics_fit
from translator_aid.reading import Remembered, search
from translator_aid.records import replace
from translator_aid.scanning import Listed, Scan, Word, Words
from translator_aid.text import INVISIBLE, WINDOW, Token, fold, tokens, windows

SHORTEST_ACRONYM = 2


class Matcher(Paths):
    """Finds the terms of a glossary in texts of one language.

    >>> from translator_aid.model import Concept, Glossary, Term
    >>> concept = Concept("superintelligence", "ai", (Term("superintelijen", "id"),), (Term("superintelligence", "en"),))
    >>> matcher = Matcher(Glossary((concept,)), "id")
    >>> [print(match.analysis) for match in matcher.find("Meta membangun lab superintelijennya.")]
    superintelijennya = superintelijen + -nya
    [None]
    """

    def __init__(self, glossary: Glossary, source: Language, names: Sequence[str] = (), *, tree: Any = None, vocabulary: Any = None,
                 spanning: Collection[str] = (), clues: Callable[[], Clues] | None = None) -> None:
        """Compiles the glossary's terms of a language, or takes what was compiled before: `tree`, `vocabulary`, `spanning` and `clues`."""
        super().__init__(source, {} if tree is None else tree, set() if vocabulary is None else vocabulary)
        self.spanning = set(spanning)
        """The words behind which a term goes on with a comma or another sign."""
        self.glossary = glossary
        self.target: Language = "en" if source == "id" else "id"
        self._clues = clues
        self._automaton = Automaton(self, CACHE_LIMIT)
        self._longest_affix = max(map(len, foreign_affixes()[0])) if source == "id" else 0
        self._words = Words(CACHE_LIMIT, self._word)
        codes = Codes(self._words, self.vocabulary, self._is_term, foreign_affixes()[0] if source == "id" else (), self.spanning)
        self._lock = allocate_lock()  # what texts have taught is forgotten between two of them, never under another thread's feet
        self._memory = Remembered(source, codes, self._automaton, self._words, lambda: self.clues)
        if tree is None:
            self._build(names)

    @functools.cached_property
    def clues(self) -> Clues:
        """The evidence that the guards of its terms ask for."""
        if self._clues:
            return self._clues()
        guards = (term.guard for concept in self.glossary.concepts for term in concept.terms(self.source) if term.guard)
        return Clues(self.source, (item for guard in guards for item in items_of(guard)))

    # --- building ---

    def _build(self, names: Sequence[str]) -> None:
        for order, concept in enumerate(self.glossary.concepts):
            for term in concept.terms(self.source):
                self._add(concept, term, order)
            if self.source == "id":
                self._add_loans(concept, order)
        for name in (*shipped_names(), *names):
            base = Base(edges(name), name)
            self._insert(base, Entry(None, None, base, 0, True))

    def _add(self, concept: Concept, term: Term, order: int) -> None:
        exact = term.case == "exact" or is_acronym(term)
        for base in bases(term, self.source):
            self._insert(base, Entry(concept, term, base, order, exact))

    def _add_loans(self, concept: Concept, order: int) -> None:
        """English terms of two words or more need not be listed as loans: in Indonesian text they can only be that."""
        known = {edges(term.text) for term in concept.indonesian}
        for term in concept.english:
            words = edges(term.text)
            if len(words) > 1 and words not in known and not term.guard:
                self._add(concept, replace(term, status="admitted" if term.status == "preferred" else term.status), order)

    def _insert(self, base: Base, entry: Entry) -> None:
        node = self.tree
        if not base.edges:
            return
        before = ""
        for edge in base.edges:
            child = node.get(edge)
            word = edge if edge[0].isalnum() else re.sub(r"^\W+", "", edge) or edge
            if child is None:
                child = node[edge] = {}
                self.vocabulary.add(word)
                if word is not edge and edge[0] != "-":
                    self.spanning.add(before)
            node, before = child, word
        ends = node.get(END)
        if ends is None:
            node[END] = [entry]
        else:
            ends.append(entry)

    # --- finding ---

    def find(self, text: str, protected: Sequence[Protected] = (), known: Collection[str] = ()) -> tuple[Match, ...]:
        """The matches in a text, in order, not overlapping; spans are code points of `text`.

        `known` holds the keys of concepts that the document has mentioned before: their guarded terms need no more evidence here (one sense per
        discourse: Gale, Church and Yarowsky 1992), though a veto still holds.
        """
        return self._memory.matches(self._found(text, protected, known), None)

    def marked(self, text: str, protected: Sequence[Protected], seen: set[str]) -> tuple[Match, ...]:
        """The same with `first` set; `seen` holds the keys that the document has mentioned so far, and takes up those mentioned here."""
        return self._memory.matches(self._found(text, protected, seen), seen)

    def found(self, text: str, known: Collection[str] = ()) -> list[Found]:
        """The same as `find`, in the plain rows that matches are made of: for a corpus that has millions of them."""
        return self._found(text, (), known)

    def _found(self, text: str, protected: Sequence[Protected], known: Collection[str]) -> list[Found]:
        with self._lock:
            compiled = self._memory.compiled
            if compiled is None or protected or len(text) > WINDOW or "\n" in text:
                return self._searched(text, protected, known)
            found: list[Found] = []
            compiled.search(text, text, 0, known, found)
            if compiled.learned:
                self._memory.tidy()
            return found

    def _searched(self, text: str, protected: Sequence[Protected], known: Collection[str]) -> list[Found]:
        found: list[Found] = []
        if protected or len(text) > WINDOW or "\n" in text and has_barrier(text):
            for window in windows(text):
                self._find(text, protected, window, known, found)
        else:
            search(text, text, 0, known, self._memory, found)
        self._memory.tidy()
        return found

    def _find(self, text: str, protected: Sequence[Protected], window: Span, known: Collection[str], found: list[Found]) -> None:
        start, end = window.start, window.end
        whole = (not start or text[start - 1].isspace()) and (end == len(text) or text[end - 1].isspace())
        if whole and not protected and not has_barrier(text[start:end]):
            search(text, text[start:end], start, known, self._memory, found)
            return
        plain = whole and not protected
        scan = Scan(text[start:end], start, self._words) if plain else Listed(list(tokens(text, protected, start, end)), self._words)
        if protected:
            from translator_aid.markup import blanked

            text = blanked(text, protected)
        from translator_aid.walking import Walk

        Walk(Context(self.source, text, scan, known, self.clues), self._automaton).search(found)

    def _word(self, token: Token, first: bool, closes: bool) -> Word:
        surface = token.surface
        forms = self.forms(surface)
        begins = bool(forms) and any(form in self.tree for form, _steps in forms)
        affix = not begins and self.source == "id" and len(surface) <= self._longest_affix and fold(surface) in foreign_affixes()[0]
        return Word(token, first, closes, forms, begins, begins or affix)

    def _is_term(self, surface: str) -> bool:
        """Whether a word may be a term by itself."""
        return any(END in self.tree.get(form, ()) for form, _steps in self.forms(surface)) and bool(self._automaton.root(surface).ends)

    def mentions(self, text: str, key: str, term: str = "") -> bool:
        """Whether a text contains a form of a concept's term (of that one term, if named), guards aside."""
        return any(clitics_fit(path) and context.fits(path, at) for context, path, at in self._of(text, key, term))

    def fires(self, text: str, key: str, term: str) -> bool:
        """Whether that term of that concept would be matched in a text, longer terms aside."""
        return any(context.passes(path, at) for context, path, at in self._of(text, key, term))

    def _of(self, text: str, key: str, term: str) -> Iterator[tuple[Context, Path, int]]:
        scan = Scan(text, 0, self._words)
        context = Context(self.source, text, scan, (), self.clues)
        for at in range(len(scan)):
            for path in self.paths(scan, at):
                entry = path.entry
                if entry.concept is not None and entry.concept.key == key and entry.term and (not term or entry.term.text == term):
                    yield context, path, at


def is_acronym(term: Term) -> bool:
    """True for a short term written in capitals, which must be in capitals in the text as well (RAG is no rag).

    >>> is_acronym(Term("RAG", "id")), is_acronym(Term("model AI", "id"))
    (True, False)
    """
    letters = [char for char in term.text if char.isalpha()]
    return len(letters) >= SHORTEST_ACRONYM and term.text.isupper() and " " not in term.text or (
        term.kind == "abbreviation" and sum(char.isupper() for char in letters) >= 2 and " " not in term.text)


def has_barrier(text: str) -> bool:
    """Whether there is an empty line in a text, which nothing runs across.

    >>> has_barrier("Satu\\r\\n\\r\\nDua"), has_barrier("Satu\\nDua")
    (True, False)
    """
    return _barrier()(text) is not None


@functools.lru_cache(maxsize=1)
def _barrier() -> Callable[[str], Any]:
    return re.compile(f"\n[\r{INVISIBLE}]*\n").search

# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""`reading.search` compiled: the same steps over the pieces of a text, several times as fast. Where this was not built, `reading` does it all.

What decides is worked out by the modules in Python, once for each piece, each pair of pieces and each guard, and is remembered here by what it is asked
with. A question that takes more than a look at what is remembered goes to a `Reading`. One text is searched at a time: `Matcher` holds a lock.
"""

from cpython.dict cimport PyDict_GetItem
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Realloc
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISSPACE
from libc.stdint cimport uint64_t, uint8_t
from libc.string cimport memcpy, memset

from translator_aid.codes import BEGINS, CLOSING, CLUE, COLD, CONTINUES, ENDING, MANY, OPENING, SINGLE
from translator_aid.glosses import find_gloss
from translator_aid.model import Match, Span
from translator_aid.plans import leads
from translator_aid.sightings import UNKNOWN

cdef extern from "Python.h":
    int PyObject_GenericSetAttr(object, object, object) except -1

VERSION = 1
"""As in `reading`."""
cdef dict KINDS = {SINGLE: 0, BEGINS: 1, MANY: 2, CONTINUES: 3, CLUE: 4}
cdef object NEW = object.__new__
cdef str CLOSE = CLOSING
cdef str OPEN = OPENING
cdef str ENDS = ENDING
cdef enum:
    LETTERS = 23  # of a piece that is kept in the table itself
    WORDS = 64  # of 64 lists each
    BITS = 21  # of the number of a piece
    KIND = 7  # the bits of a pointer that hold the kind of what it points to
    COLD_ONE = 5  # as a kind
    LAST = (1 << BITS) - 1  # as a number: a piece that no term goes on with

include "_search_tables.pxi"
include "_search_evidence.pxi"


cdef class Search:
    """What texts of one language have taught so far, as the search looks at it, and the text under search."""

    cdef object memory, codes, plans, about, make
    cdef list kept  # all marks: what the table and the text point to
    cdef dict long
    cdef Table pairs, triples
    cdef Sighted sighted
    cdef Slot* table
    cdef Py_ssize_t slots, filled
    cdef Place* places
    cdef Py_ssize_t room
    cdef public bint learned
    """Whether anything was taken up since this was last set to False."""
    # the text under search
    cdef str text, window, coded
    cdef Py_ssize_t offset, size
    cdef object known, reading
    cdef bint bracketed
    cdef int title  # whether the text is a title, -1 for unknown

    def __cinit__(self):
        self.table = NULL
        self.places = NULL

    def __init__(self, memory, make):
        """`make` makes a `Reading` of a text, where one is needed."""
        self.memory = memory
        self.codes = memory.codes
        self.plans = memory.plans
        self.about = memory.codes.about
        self.make = make
        self.kept = []
        self.long = {}
        self.pairs, self.triples = Table(), Table()
        self.sighted = Sighted()
        self.room = 0
        self.slots = 0
        self.forget()

    def __dealloc__(self):
        PyMem_Free(self.table)
        PyMem_Free(self.places)

    cpdef forget(self):
        """Begins anew, as the pieces or the plans do."""
        PyMem_Free(self.table)
        self.slots, self.filled = 1 << 12, 0
        self.table = <Slot*>PyMem_Calloc(self.slots, sizeof(Slot))
        if self.table is NULL:
            raise MemoryError
        self.pairs.clear()
        self.triples.clear()
        self.sighted.forget()
        self.long.clear()
        self.kept.clear()

    def __len__(self):
        return len(self.kept)

    # --- pieces ---

    cdef uint64_t mark(self, str piece) except 0:
        """What is to be remembered of a new piece, with its kind."""
        cdef str code = self.codes[piece]
        cdef Mark found
        cdef int kind = COLD_ONE
        about = None
        self.learned = True
        if code != COLD:
            about = self.about[code]
            kind = KINDS[about.kind]
        found = Mark(len(self.kept), about)
        self.kept.append(found)
        return <uint64_t><PyObject*>found | kind

    cdef Slot* slot(self, uint64_t* key) noexcept:
        """Where a piece stands in the table, or would."""
        cdef uint64_t hashed = (key[0] ^ key[1] * <uint64_t>0x9E3779B97F4A7C15 ^ key[2] * <uint64_t>0xC2B2AE3D27D4EB4F) * <uint64_t>0xD6E8FEB86659FD93
        cdef Py_ssize_t at = (hashed ^ hashed >> 32) & (self.slots - 1)
        cdef Slot* slot = &self.table[at]
        while slot.mark and (slot.key[0] != key[0] or slot.key[1] != key[1] or slot.key[2] != key[2]):
            at = (at + 1) & (self.slots - 1)
            slot = &self.table[at]
        return slot

    cdef int grow(self) except -1:
        cdef Slot* old = self.table
        cdef Py_ssize_t at, slots = self.slots
        self.table = <Slot*>PyMem_Calloc(2 * slots, sizeof(Slot))
        if self.table is NULL:
            self.table = old
            raise MemoryError
        self.slots = 2 * slots
        for at in range(slots):
            if old[at].mark:
                self.slot(old[at].key)[0] = old[at]
        PyMem_Free(old)
        return 0

    cdef int cut(self, str text, Py_ssize_t offset) except -1:
        """Cuts a text at white space and looks up its pieces; whether a match may begin anywhere."""
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at = 0, stop = len(text), start, size = 0
        cdef Py_UCS4 char
        cdef uint64_t key[3]
        cdef uint8_t* letters = <uint8_t*>key
        cdef bint plain
        cdef int starts = 0
        cdef Slot* slot
        cdef uint64_t found
        while True:
            while at < stop and Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at)):
                at += 1
            if at == stop:
                break
            if size + 2 > self.room:
                self.room = 2 * self.room + 256
                self.places = <Place*>PyMem_Realloc(self.places, self.room * sizeof(Place))
                if self.places is NULL:
                    self.room = 0
                    raise MemoryError
            start = at
            key[0] = key[1] = key[2] = 0
            plain = True
            while at < stop:
                char = PyUnicode_READ(kind, data, at)
                if char <= 32 and Py_UNICODE_ISSPACE(char):
                    break
                if char > 127:
                    if Py_UNICODE_ISSPACE(char):
                        break
                    plain = False
                elif at - start < LETTERS:
                    letters[at - start] = <uint8_t>char
                at += 1
            if plain and at - start <= LETTERS:
                letters[LETTERS] = <uint8_t>(at - start)
                slot = self.slot(key)
                found = slot.mark
                if not found:
                    found = self.mark(text[start:at])
                    if 2 * self.filled > self.slots:
                        self.grow()
                    slot = self.slot(key)
                    slot.key[0], slot.key[1], slot.key[2], slot.mark = key[0], key[1], key[2], found
                    self.filled += 1
            else:
                piece = text[start:at]
                known = self.long.get(piece)
                if known is None:
                    known = self.long[piece] = self.mark(piece)
                found = known
            self.places[size].start = offset + start
            self.places[size].end = offset + at
            self.places[size].mark = <PyObject*>(found & ~<uint64_t>KIND)
            self.places[size].kind = found & KIND
            if self.places[size].kind <= 2:
                starts = 1
            size += 1
        self.size = size
        if size:
            self.places[size].kind = COLD_ONE
        return starts

    cdef str codes_of(self):
        """The characters of the text's pieces."""
        cdef Py_ssize_t at
        if self.coded is None:
            self.coded = "".join([
                COLD if self.places[at].kind == COLD_ONE else (<Mark>self.places[at].mark).code for at in range(self.size)]) + COLD
        return self.coded

    cdef object asked(self):
        """The text as `reading` reads it."""
        if self.reading is None:
            self.reading = self.make(self.text, self.window, self.offset, self.window.split(), self.codes_of(), self.known, self.memory)
        return self.reading

    # --- searching ---

    cpdef int search(self, str text, str window, Py_ssize_t offset, known, list found) except -1:
        """As `reading.search`."""
        cdef Py_ssize_t here, token, behind = 0, inside = 0
        if not self.cut(window, offset):
            return 0
        self.text, self.window, self.offset, self.known = text, window, offset, known
        self.sighted.read(self.memory.sightings, text, self.places, self.size)
        self.bracketed = u"(" in text
        self.title = -1
        try:
            for here in range(self.size):
                if self.places[here].kind > 2 or here < behind:
                    continue
                plan = self.plan(here)
                if plan is None:
                    continue
                for token, options in plan:
                    if here < behind or here == behind and token < inside:
                        continue
                    resume = self.match(here, token, options, found)
                    if resume is not None:
                        behind, inside = here + <Py_ssize_t>resume[0], resume[1]
        finally:
            self.coded = self.reading = self.known = None
            self.learned = self.learned or self.sighted.learned
            self.sighted.learned = False
        return 0

    cdef object plan(self, Py_ssize_t here):
        """What may begin at a piece; None for nothing."""
        cdef Mark mark, following
        cdef uint64_t key
        cdef Entry* entry
        cdef int kind = self.places[here].kind
        if kind > 2:
            return None
        mark = <Mark>self.places[here].mark
        if self.places[here + 1].kind >= 4:
            return None if kind == 1 else self.alone(mark)
        following = <Mark>self.places[here + 1].mark
        key = mark.number << BITS | following.number
        entry = self.pairs.at(key)
        if entry.value is NULL:
            plan = self.plans[mark.code + following.code] if self.may_follow(mark, following) else self.alone(mark)
            self.pairs.set(key, plan)
            self.learned = True
        else:
            plan = <object>entry.value
        return self.longer(here, key) if plan is None else plan

    cdef object alone(self, Mark mark):
        """What may begin at a piece by itself."""
        if mark.alone is None:
            mark.alone = self.plans[mark.code + COLD]
            self.learned = True
        return mark.alone

    cdef bint may_follow(self, Mark mark, Mark following) except -1:
        """As `Plans._may_follow`; True for a piece of several words."""
        if not mark.placed:
            mark.nodes = self.plans.nodes(mark.piece)
            mark.placed = True
        if not following.led:
            following.leads = leads(following.piece)
            following.led = True
        if mark.nodes is None or following.leads is None:
            return True
        for form in following.leads:
            for node in mark.nodes:
                if form in node:
                    return True
        return False

    cdef object longer(self, Py_ssize_t here, uint64_t key):
        """The same where two pieces do not decide."""
        cdef uint64_t number = LAST
        cdef Entry* entry
        cdef str codes
        if self.places[here + 2].kind < 4:
            number = (<Mark>self.places[here + 2].mark).number
        key = key << BITS | number
        entry = self.triples.at(key)
        if entry.value is NULL:
            codes = self.codes_of()
            plan = self.plans[codes[here:here + 3]]
            self.triples.set(key, plan)
            self.learned = True
        else:
            plan = <object>entry.value
        return self.plans.at(self.codes_of(), here) if plan is None else plan

    cdef object match(self, Py_ssize_t here, Py_ssize_t token, tuple options, list found):
        """As `Reading.match`."""
        cdef tuple option
        cdef Py_ssize_t start, end
        for option in options:
            state = option[6]
            mask = state.certain
            doubts = state.doubtful
            if doubts:
                for doubt in doubts:
                    if self.supports(doubt, here, token, option):
                        mask |= doubt.bit
                if not mask:
                    continue
            answers = state.answers
            answer = answers[mask] if mask in answers else self.memory.automaton.answer(state, mask)
            if answer is None:
                return option[2]
            if option[0] == 1 or not self.is_overrun(here, token, option):
                start = self.places[here].start + <Py_ssize_t>option[3]
                end = self.places[here + <Py_ssize_t>option[1]].start + <Py_ssize_t>option[4]
                gloss = None
                if self.bracketed and self.may_open(end):
                    gloss = find_gloss(self.text, Span(start, end), answer[0], self.memory.target)
                found.append((start, end, answer, gloss))
                return option[2]
        return None

    cdef bint is_overrun(self, Py_ssize_t here, Py_ssize_t token, tuple option) except -1:
        """As `Reading.is_overrun`: at once where nothing long enough begins at the pieces inside."""
        cdef Py_ssize_t at, size = option[0]
        if size != <Py_ssize_t>option[1] + 1:
            return self.asked().is_overrun(here, token, size)
        for at in range(1, size):
            for _number, options in self.plan(here + at) or ():
                if at + <Py_ssize_t>options[0][0] > size:
                    return self.asked().is_overrun(here, token, size)
        return False

    cdef bint may_open(self, Py_ssize_t at) noexcept:
        """As `glosses.may_open`."""
        cdef Py_ssize_t number
        for number in range(at, min(at + 9, len(self.text))):
            if self.text[number] == u"(" or self.text[number] == u"\u2060":
                return True
        return False

    # --- doubts ---

    cdef bint supports(self, object doubt, Py_ssize_t here, Py_ssize_t token, tuple option) except -1:
        """As `Reading.supports`."""
        cdef int said = self.says(doubt, here, option)
        if said < 0:
            return self.asked().ask(doubt.path, here, token, option[0])
        return said

    cdef int says(self, object doubt, Py_ssize_t here, tuple option) except -2:
        """As `Reading.says`; -1 where the tokens must be asked."""
        cdef int allowed
        if not option[5]:
            return -1
        if doubt.pronoun:
            said = self.asked().says(doubt, here, option)
            return -1 if said is None else said
        if doubt.guard is not None:
            if self.sighted.sightings is None:
                return -1
            if self.bracketed and self.may_open(self.places[here + <Py_ssize_t>option[1]].start + <Py_ssize_t>option[4]):
                if self.asked().is_glossed(doubt, here, option):
                    return 1
            allowed = self.sighted.allows(doubt, here, option, self.known)
            if allowed == 2:
                said = self.asked().allows(doubt, here, option, self.sighted.sightings)
                allowed = -1 if said is None else said
            if allowed <= 0:
                return allowed
        if not here or not doubt.capital:
            return 1
        allowed = self.is_name(here, option)
        return allowed if allowed < 0 else not allowed

    cdef int is_name(self, Py_ssize_t here, tuple option) except -2:
        """As `Reading.is_name`; -1 where the tokens must be asked."""
        cdef int begins = -1, preceding = -1, following = 0
        cdef Py_UCS4 char
        cdef str piece
        if option[3]:
            if first_char(self.text, &self.places[here]) in OPEN:
                preceding = 0
        else:
            char = last_char(self.text, &self.places[here - 1])
            if char.isalnum():
                begins = 0
                piece = self.text[self.places[here - 1].start:self.places[here - 1].end]
                if piece.isalnum():
                    preceding = first_char(self.text, &self.places[here - 1]).isupper() and len(piece) > 1
                elif piece == piece.lower():
                    preceding = 0
            else:
                if char in ENDS:
                    begins = 1
                if char in CLOSE:
                    preceding = 0
        if begins != 1:
            following = self.is_followed(here, option[4])
        if not preceding and not following:
            return 0
        if preceding != 1 and (begins or following != 1):
            return -1
        if self.title < 0:
            self.title = self.asked().is_titled()
        return not self.title

    cdef int is_followed(self, Py_ssize_t here, Py_ssize_t end) except -2:
        """As `Reading.is_followed`; -1 where the tokens must be asked."""
        cdef Py_ssize_t start
        cdef Py_UCS4 char
        if self.places[here].start + end < self.places[here].end:
            return 0 if self.text[self.places[here].start + end] in CLOSE else -1
        if here + 1 == self.size:
            return 0
        start = self.places[here + 1].start
        char = self.text[start]
        if char in OPEN or char.isalnum() and (not char.isupper() or self.places[here + 1].end == start + 1):
            return 0
        return 1 if char.isupper() and self.text[start + 1].isalnum() else -1

cpdef tuple matches(list found, set seen=None):
    """As `found.matches`."""
    cdef list made = []
    cdef tuple one
    for one in found:
        span = NEW(Span)
        PyObject_GenericSetAttr(span, "start", one[0])
        PyObject_GenericSetAttr(span, "end", one[1])
        answer = one[2]
        concept = answer[0]
        first = True
        if seen is not None:
            key = concept.key
            if key in seen:
                first = False
            else:
                seen.add(key)
        match = NEW(Match)
        PyObject_GenericSetAttr(match, "span", span)
        PyObject_GenericSetAttr(match, "concept", concept)
        PyObject_GenericSetAttr(match, "term", answer[1])
        PyObject_GenericSetAttr(match, "analysis", answer[2])
        PyObject_GenericSetAttr(match, "how", answer[3])
        PyObject_GenericSetAttr(match, "also", answer[4])
        PyObject_GenericSetAttr(match, "gloss", one[3])
        PyObject_GenericSetAttr(match, "first", first)
        made.append(match)
    return tuple(made)

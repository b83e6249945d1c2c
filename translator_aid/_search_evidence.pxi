"""Part of `_search.pyx`: pieces, and what they say for the guards of terms."""

cdef class Said:
    """Evidence, as bits that can be asked one by one."""

    cdef object evidence
    cdef Py_ssize_t version
    cdef uint64_t mask[WORDS]

    def __init__(self, evidence):
        self.evidence = evidence
        self.version = -1

    cdef int refresh(self, Py_ssize_t version, Py_ssize_t words) except -1:
        """Takes up the lists that guards have asked for since."""
        cdef bytes data
        if self.version != version:
            data = self.evidence.mask.to_bytes(8 * words, "little")
            memcpy(self.mask, <char*>data, 8 * words)
            self.version = version
        return 0


cdef class Mark:
    """A piece."""

    cdef uint64_t number
    cdef str code
    cdef bint single
    cdef object piece
    cdef object alone
    cdef tuple nodes, leads  # as `plans` has them
    cdef object readings  # what its first word may stand for, when somebody has asked
    cdef bint placed, led  # whether they were asked for
    cdef Said said
    cdef bint may_begin

    def __init__(self, uint64_t number, piece):
        self.number = number
        self.piece = piece
        if piece is not None:
            self.code = piece.code
            self.single = len(piece.words) == 1
            self.said = None if piece.evidence is None else Said(piece.evidence)
            self.may_begin = piece.evidence is not None and len(piece.evidence.begun)


cdef class Ask:
    """What the guard of a term asks for: the numbers of its lists, -1 for an empty one."""

    cdef Py_ssize_t near, before, after, not_near, not_before, not_after
    cdef bint wants
    cdef object key

    def __init__(self, asked, key):
        self.near, self.before, self.after = bit(asked.near), bit(asked.before), bit(asked.after)
        self.not_near, self.not_before, self.not_after = bit(asked.not_near), bit(asked.not_before), bit(asked.not_after)
        self.wants = asked.wants
        self.key = key


cdef Py_ssize_t bit(object mask) except -2:
    return mask.bit_length() - 1


cdef inline bint has(uint64_t* mask, Py_ssize_t number) noexcept:
    return number >= 0 and mask[number >> 6] >> (number & 63) & 1


cdef class Sighted:
    """What the pieces of a text say, for all lists that guards have asked for."""

    cdef object sightings
    cdef dict asks
    cdef Table evidence  # of two words
    cdef bint learned
    # the text
    cdef str text
    cdef Place* places
    cdef Py_ssize_t size, lists, words
    cdef list said_pairs  # evidence of two words, by the first piece's number, or None
    cdef list begun  # what each piece may begin, if the tokens must be asked, or None
    cdef uint64_t together[WORDS]
    cdef uint64_t doubt[WORDS]

    def __init__(self):
        self.asks = {}
        self.evidence = Table()

    cdef int forget(self) except -1:
        """Begins anew, as the pieces do."""
        self.asks.clear()
        return self.evidence.clear()

    cdef int read(self, object sightings, str text, Place* places, Py_ssize_t size) except -1:
        """Goes on to another text."""
        self.sightings, self.text, self.places, self.size = sightings, text, places, size
        self.lists = -1
        return 0

    cdef int allows(self, object doubt, Py_ssize_t here, tuple option, known) except -2:
        """As `Reading.allows`; -1 where the tokens must be asked, 2 where there are more lists than it has bits."""
        cdef Py_ssize_t last = here + <Py_ssize_t>option[1]
        cdef int found
        cdef bint opens, closes
        cdef PyObject* slot = PyDict_GetItem(self.asks, doubt)
        cdef Ask ask
        if slot is NULL:
            entry = doubt.path.entry
            ask = self.asks[doubt] = Ask(self.sightings.asked(doubt.guard, entry.base.edges), entry.concept.key)
            self.lists = -1
        else:
            ask = <Ask>slot
        if self.lists < 0:
            self.look()
        if self.lists > 64 * WORDS:
            return 2
        opens = option[3] == 0
        closes = self.places[last].start + <Py_ssize_t>option[4] == self.places[last].end
        if ask.not_near >= 0 or ask.not_before >= 0 or ask.not_after >= 0:
            found = self.near(ask.not_near, here, last)
            if not found:
                found = self.beside(ask.not_before, ask.not_after, here, last, opens, closes)
            if found:
                return -1 if found < 0 else 0
        if not ask.wants or ask.key in known:
            return 1
        found = self.near(ask.near, here, last)
        return found if found else self.beside(ask.before, ask.after, here, last, opens, closes)

    cdef int look(self) except -1:
        """As `Sighted`."""
        cdef Py_ssize_t at, number
        cdef Mark mark
        self.lists = self.sightings.size
        self.words = (self.lists + 63) >> 6
        if self.lists > 64 * WORDS:
            return 0
        memset(self.together, 0, 8 * self.words)
        memset(self.doubt, 0, 8 * self.words)
        self.said_pairs = None
        self.begun = None
        for at in range(self.size):
            if self.places[at].kind == COLD_ONE:
                continue
            mark = <Mark>self.places[at].mark
            if mark.said is None:
                continue
            mark.said.refresh(self.lists, self.words)
            for number in range(self.words):
                self.together[number] |= mark.said.mask[number]
            if mark.may_begin:
                self.look_further(at, mark)
        return 0

    cdef int look_further(self, Py_ssize_t at, Mark mark) except -1:
        """Takes up what a piece says together with the next."""
        cdef Py_ssize_t number
        cdef Entry* entry
        cdef Said pair
        cdef uint64_t key = mark.number << BITS | LAST
        if at + 1 < self.size:
            key = mark.number << BITS | (<Mark>self.places[at + 1].mark).number
        entry = self.evidence.at(key)
        if entry.value is NULL:
            evidence = self.paired(mark, at + 1)
            found = None if evidence is None else (Said(mark.said.evidence if evidence is UNKNOWN else evidence), evidence is UNKNOWN)
            self.evidence.set(key, found)
            self.learned = True
        else:
            found = <object>entry.value
        if found is None:
            return 0
        pair, unknown = <tuple>found
        if unknown:
            if self.begun is None:
                self.begun = [None] * (self.size + 1)
            begins = mark.said.evidence.begins
            self.begun[at] = begins
            data = begins.to_bytes(8 * self.words, "little")
            for number in range(self.words):
                self.doubt[number] |= (<uint64_t*><char*><bytes>data)[number]
            return 0
        if self.said_pairs is None:
            self.said_pairs = [None] * (self.size + 1)
        self.said_pairs[at] = pair
        pair.refresh(self.lists, self.words)
        for number in range(self.words):
            self.together[number] |= pair.mask[number]
        return 0

    cdef object paired(self, Mark mark, Py_ssize_t at):
        """As `Sightings.pair`: at once where no evidence of a piece goes on with the next."""
        cdef Mark following
        if at < self.size:
            following = <Mark>self.places[at].mark
            piece = self.text[self.places[at].start:self.places[at].end]
            if following.readings is None:
                following.readings = self.sightings.leads(piece)
            if not mark.said.evidence.unclear and mark.said.evidence.seconds.isdisjoint(following.readings):
                return None
            return self.sightings.pair(mark.code, piece)
        return UNKNOWN if mark.said.evidence.unclear else None

    cdef bint piece_says(self, Py_ssize_t at, Py_ssize_t number) noexcept:
        """Whether a piece is evidence of a list."""
        return self.places[at].kind != COLD_ONE and (<Mark>self.places[at].mark).said is not None and has(
            (<Mark>self.places[at].mark).said.mask, number)

    cdef bint pair_says(self, Py_ssize_t at, Py_ssize_t number) noexcept:
        """Whether it is evidence of a list together with the next."""
        return self.said_pairs is not None and self.said_pairs[at] is not None and has((<Said>self.said_pairs[at]).mask, number)

    cdef bint may_say(self, Py_ssize_t at, Py_ssize_t number) except -1:
        """Whether it may be with more pieces."""
        return number >= 0 and self.begun is not None and self.begun[at] is not None and self.begun[at] >> number & 1

    cdef int near(self, Py_ssize_t number, Py_ssize_t first, Py_ssize_t last) except -2:
        """As `Sighted._near`; -1 where the tokens must be asked."""
        cdef Py_ssize_t at
        if has(self.together, number):
            for at in range(self.size):
                if not first <= at <= last and self.piece_says(at, number) or (at > last or at < first - 1) and self.pair_says(at, number):
                    return 1
        return -1 if has(self.doubt, number) else 0

    cdef int beside(self, Py_ssize_t before, Py_ssize_t after, Py_ssize_t first, Py_ssize_t last, bint opens, bint closes) except -2:
        """As `Sighted._beside`; -1 where the tokens must be asked."""
        cdef Py_ssize_t at = last + 1
        cdef int found = 0
        cdef bint pair
        if (has(self.together, after) or has(self.doubt, after)) and at < self.size and (
                self.piece_says(at, after) or self.pair_says(at, after) or self.may_say(at, after)):
            if (closes or last_char(self.text, &self.places[last]) not in CLOSE) and first_char(self.text, &self.places[at]) not in OPEN:
                if closes and first_char(self.text, &self.places[at]).isalnum() and (
                        self.piece_says(at, after) and (<Mark>self.places[at].mark).single or self.pair_says(at, after)):
                    return 1
                found = -1
        if first and (has(self.together, before) or has(self.doubt, before)):
            at = first - 1
            if (opens or first_char(self.text, &self.places[first]) not in OPEN) and last_char(self.text, &self.places[at]) not in CLOSE:
                pair = at and self.pair_says(at - 1, before)
                if pair or self.piece_says(at, before):
                    if opens and last_char(self.text, &self.places[at]).isalnum() and (pair or (<Mark>self.places[at].mark).single):
                        return 1
                    found = -1
            if not found and has(self.doubt, before):
                for at in range(max(0, first - <Py_ssize_t>self.sightings.longest), first):
                    if self.may_say(at, before):
                        return -1
        return found

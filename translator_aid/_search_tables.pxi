"""Part of `_search.pyx`: what numbers of pieces lead to, and where a piece of a text stands."""

cdef struct Slot:
    uint64_t key[3]
    uint64_t mark  # a pointer and a kind; 0 in an empty slot


cdef struct Place:
    Py_ssize_t start
    Py_ssize_t end
    PyObject* mark
    int kind


cdef struct Entry:
    uint64_t key
    PyObject* value  # NULL in an empty one


cdef class Table:
    """Values by numbers, two or three of pieces in one."""

    cdef Entry* entries
    cdef Py_ssize_t room
    cdef list kept

    def __cinit__(self):
        self.entries = NULL
        self.room = 0
        self.clear()

    def __dealloc__(self):
        PyMem_Free(self.entries)

    cdef int clear(self) except -1:
        PyMem_Free(self.entries)
        self.kept = []
        self.room = 1 << 10
        self.entries = <Entry*>PyMem_Calloc(self.room, sizeof(Entry))
        if self.entries is NULL:
            raise MemoryError
        return 0

    cdef Entry* at(self, uint64_t key) noexcept:
        """Where a value stands, or would."""
        cdef uint64_t hashed = key * <uint64_t>0x9E3779B97F4A7C15
        cdef Py_ssize_t here = (hashed >> 32) & (self.room - 1)
        while self.entries[here].value is not NULL and self.entries[here].key != key:
            here = (here + 1) & (self.room - 1)
        return &self.entries[here]

    cdef int set(self, uint64_t key, object value) except -1:
        cdef Entry* old = self.entries
        cdef Entry* found
        cdef Py_ssize_t here, room = self.room
        self.kept.append(value)
        if 2 * len(self.kept) > room:
            self.entries = <Entry*>PyMem_Calloc(2 * room, sizeof(Entry))
            if self.entries is NULL:
                self.entries = old
                raise MemoryError
            self.room = 2 * room
            for here in range(room):
                if old[here].value is not NULL:
                    self.at(old[here].key)[0] = old[here]
            PyMem_Free(old)
        found = self.at(key)
        found.key, found.value = key, <PyObject*>value
        return 0


cdef inline Py_UCS4 first_char(str text, Place* place) noexcept:
    return text[place.start]


cdef inline Py_UCS4 last_char(str text, Place* place) noexcept:
    return text[place.end - 1]

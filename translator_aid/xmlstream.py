"""XML of any size read safely, record by record, with the line and column of every element; and text made fit for XML.

The parser is Python's own expat: it streams, knows exact places, fetches nothing, and needs no dependency. A document type is passed over and never
fetched; a file that declares entities is refused, because that is how such a file is made to swell (CVE-2003-1564, "billion laughs") or to read
other files (CWE-611). Any encoding that Python knows is read: the bytes are decoded here, not by the parser.
"""

from __future__ import annotations

import codecs
import re
from typing import Any, BinaryIO, Container, Iterator
from xml.parsers import expat

from translator_aid.errors import UnreadableError
from translator_aid.i18n import _
from translator_aid.model import Origin

CHUNK = 1 << 16
MAX_DEPTH = 100
MAX_RECORD = 100_000
"""Elements in one record: far beyond what any term base holds in an entry."""
_XML = "http://www.w3.org/XML/1998/namespace"
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Element:
    """An element with its place; its children are elements and texts."""

    __slots__ = ("name", "space", "attributes", "children", "origin")

    def __init__(self, name: str, space: str, attributes: dict[str, str], origin: Origin) -> None:
        self.name = name
        """Without prefix."""
        self.space = space
        """The namespace's URI, or empty."""
        self.attributes = attributes
        """By name; those of a namespace as `{URI}name`, but `xml:lang` and its like as such."""
        self.children: list[Element | str] = []
        self.origin = origin

    @property
    def elements(self) -> list[Element]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def own_text(self) -> str:
        """The text directly in it, without that of its children; spaces as they stand."""
        return "".join(child for child in self.children if isinstance(child, str))

    def find(self, *names: str) -> Element | None:
        """The first child of one of these names."""
        return next((child for child in self.elements if child.name in names), None)

    def all_text(self) -> str:
        """All text in it, spaces as they stand."""
        return "".join(child if isinstance(child, str) else child.all_text() for child in self.children)

    def text(self) -> str:
        """All text in it, runs of white space as one space.

        >>> import io
        >>> (_parents, element, _whole), = records(io.BytesIO(b"<term>model <hi>bahasa</hi>\\n  besar </term>"), "a.xml", {"term"})
        >>> element.text(), str(element.origin)
        ('model bahasa besar', 'a.xml:1:1')
        """
        return " ".join(self.all_text().split())


def records(stream: BinaryIO, path: str, names: Container[str]) -> Iterator[tuple[tuple[Element, ...], Element, bool]]:
    """Each record (an element of one of these names, with all that is in it) and, before it, each element that encloses records.

    Yields the enclosing elements from the root inwards, the element, and True for a record; an element outside of records comes when it begins,
    with its attributes but without children, and with False. No more than one record is in memory.

    :raises UnreadableError: for XML that is not well-formed, is nested deeper than 100, declares entities, or is not in the encoding it declares.
    """
    builder = _Builder(path, names)
    parser = builder.parser
    try:
        for text in _decoded(stream, path):
            parser.Parse(text.encode("utf-8", "surrogatepass"), False)
            yield from builder.taken()
        parser.Parse(b"", True)
        yield from builder.taken()
    except expat.ExpatError as error:
        problem = expat.errors.messages[error.code] if error.code in expat.errors.messages else str(error)
        message = _("not well-formed XML: {problem}").format(problem=problem)
        if error.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS], expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]):
            message = _("not well-formed XML: the file ends too early ({problem})").format(problem=problem)
        raise UnreadableError(message, Origin(path, error.lineno, error.offset + 1)) from error


def escaped(text: str) -> str:
    """Text for the content of an element; a character that XML cannot hold becomes U+FFFD.

    >>> escaped("R&D <AI>\\x00")
    'R&amp;D &lt;AI&gt;\\ufffd'
    """
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Text for an attribute, with its quotation marks.

    >>> attribute('a "b"')
    '"a &quot;b&quot;"'
    """
    return '"' + escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") + '"'


def declared_encoding(head: bytes) -> str:
    """The encoding of an XML file by its byte order mark, its zero bytes or its declaration; UTF-8 where it says nothing.

    >>> declared_encoding(b"<?xml version='1.0' encoding='windows-1254'?>"), declared_encoding(b"<a/>")
    ('windows-1254', 'utf-8')
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    if head.startswith((b"<\0", b"\0<")):
        return "utf-16-le" if head[0] else "utf-16-be"
    found = _DECLARED.match(head.lstrip())
    name = found.group(1).decode().lower() if found else "utf-8"
    # A declaration that can be read byte by byte does not stand in UTF-16, whatever it says: Windows programs write such files.
    return "utf-8" if name.replace("_", "-").startswith(("utf-16", "utf-32", "ucs-", "iso-10646")) else name


class _Builder:
    """Elements from expat's events; handlers only collect, because a generator cannot yield from within them."""

    def __init__(self, path: str, names: Container[str]) -> None:
        self.path = path
        self.names = names
        self.open: list[Element] = []
        self.record = 0
        """The depth at which the present record begins, counted from 1; 0 outside of records."""
        self.size = 0
        self.done: list[tuple[tuple[Element, ...], Element, bool]] = []
        parser = self.parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.unknown_entity

    def taken(self) -> list[tuple[tuple[Element, ...], Element, bool]]:
        done, self.done = self.done, []
        return done

    def here(self) -> Origin:
        return Origin(self.path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, local = name.rpartition(" ")
        element = Element(local, space, {_attribute_name(key): value for key, value in attributes.items()}, self.here())
        if len(self.open) >= MAX_DEPTH:
            raise UnreadableError(_("elements are nested more than {n} deep").format(n=MAX_DEPTH), element.origin)
        if self.record:
            self.size += 1
            if self.size > MAX_RECORD:
                message = _("<{name}> holds more than {n} elements")
                raise UnreadableError(message.format(name=self.open[self.record - 1].name, n=MAX_RECORD), element.origin)
            self.open[-1].children.append(element)
        elif local in self.names:
            self.record, self.size = len(self.open) + 1, 0
        else:
            self.done.append((tuple(self.open), element, False))
        self.open.append(element)

    def end(self, _name: str) -> None:
        element = self.open.pop()
        if len(self.open) + 1 == self.record:
            self.record = 0
            self.done.append((tuple(self.open), element, True))

    def text(self, text: str) -> None:
        if self.record:
            self.open[-1].children.append(text)

    def entity(self, name: str, *_rest: Any) -> None:
        message = _("the file declares the entity '{name}'; files that declare entities are not read, for safety")
        raise UnreadableError(message.format(name=name), self.here())

    def unknown_entity(self, name: str, parameter: bool) -> None:
        if not parameter:
            problem = _("the entity '&{name};' is not defined").format(name=name)
            raise UnreadableError(_("not well-formed XML: {problem}").format(problem=problem), self.here())


def _attribute_name(key: str) -> str:
    space, _space, local = key.rpartition(" ")
    return f"xml:{local}" if space == _XML else f"{{{space}}}{local}" if space else local


def _decoded(stream: BinaryIO, path: str) -> Iterator[str]:
    """The text of an XML file, chunk by chunk."""
    chunk = stream.read(CHUNK)
    encoding = declared_encoding(chunk[:1024])
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        if not isinstance(decoder.decode(b""), str):
            raise LookupError(encoding)
    except LookupError as error:
        raise UnreadableError(_("the file declares the encoding '{name}', which is not known").format(name=encoding), Origin(path, 1, 1)) from error
    line, column = 1, 1
    while True:
        try:
            text = decoder.decode(chunk, not chunk)
        except UnicodeDecodeError as error:
            good = error.object[:error.start].decode(encoding, "replace")
            at = Origin(path, line + good.count("\n"), len(good) - good.rfind("\n") if "\n" in good else column + len(good))
            raise UnreadableError(_("byte 0x{byte:02x} is not {encoding}, the encoding that the file declares").format(
                byte=error.object[error.start], encoding=encoding.removesuffix("-sig")), at) from error
        if text:
            yield text
            line += text.count("\n")
            column = len(text) - text.rfind("\n") if "\n" in text else column + len(text)
        if not chunk:
            return
        chunk = stream.read(CHUNK)

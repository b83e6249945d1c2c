"""Frozen, slotted records that cost nothing until they are used: what `dataclass(frozen=True, slots=True)` gives, made when it is needed.

`dataclass` writes and compiles six methods for every class when the module is imported, about a millisecond a class, most of which a short run never
calls. Here a class is only given its slots; its constructor is compiled once it has been called often enough to be worth it.
`dataclasses.fields`, `asdict` and `replace` work on records as on dataclasses. `Row` is to `NamedTuple` what `record` is to `dataclass`.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Callable, TypeVar, overload

if TYPE_CHECKING:
    from typing import NamedTuple as Row

    from typing_extensions import dataclass_transform
else:
    def dataclass_transform(**_options):
        """Nothing: a word to type checkers, which Python 3.10 lacks."""
        return lambda function: function

__all__ = ["Row", "WARM", "record", "replace"]
T = TypeVar("T")
R = TypeVar("R", bound=type)
WARM = 200
"""Calls of a constructor after which it is compiled."""


@overload
def record(cls: R) -> R:
    """A record with what is usual."""


@overload
def record(*, order: bool = ..., slots: bool = ...) -> Callable[[R], R]:
    """A record with what is asked for."""


@dataclass_transform(frozen_default=True)
def record(cls: Any = None, *, order: bool = False, slots: bool = True) -> Any:
    """The class as a frozen record of its annotated fields; `order` compares by them, without `slots` instances have a `__dict__`.

    >>> @record
    ... class Place:
    ...     path: str
    ...     line: int = 1
    >>> Place("saya.yaml"), Place("a", 2) == Place(line=2, path="a"), replace(Place("a"), line=9).line
    (Place(path='saya.yaml', line=1), True, 9)
    """
    return _made(cls, order, slots) if cls is not None else lambda made: _made(made, order, slots)


def replace(item: T, **changes: Any) -> T:
    """A copy of a record with some fields changed."""
    names: tuple[str, ...] = getattr(type(item), "__match_args__")
    return type(item)(**{**dict(zip(names, _values(item))), **changes})


def _values(item: Any) -> tuple[Any, ...]:
    return tuple([getattr(item, name) for name in item.__match_args__])


def _made(cls: Any, order: bool, slots: bool) -> Any:
    names = tuple(cls.__annotations__)
    space = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    space.update(__match_args__=names, __setattr__=_refused, __delattr__=_refused, __dataclass_fields__=_Fields(defaults), **_methods(names))
    if slots:
        space.update(__slots__=names, __reduce__=_reduced)
    if order:
        space.update(_comparisons(names))
    made = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    made.__init__ = _initialiser(made, names, defaults, slots)
    return made


def _methods(names: tuple[str, ...]) -> dict[str, Any]:
    get = attrgetter(*names)

    def equals(self: Any, other: object) -> Any:
        return get(self) == get(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(get(self))

    def shown(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return {"__eq__": equals, "__hash__": hashed, "__repr__": shown}


def _comparisons(names: tuple[str, ...]) -> dict[str, Any]:
    import operator

    get = attrgetter(*names)

    def method(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
        return lambda self, other: compare(get(self), get(other)) if other.__class__ is self.__class__ else NotImplemented

    return {f"__{name}__": method(getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}


def _refused(self: Any, name: str, value: object = None) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _reduced(self: Any) -> tuple[Any, ...]:
    return type(self), _values(self)


class _Fields:
    """The `__dataclass_fields__` of a class, made when `dataclasses` asks for them."""

    def __init__(self, defaults: dict[str, Any]) -> None:
        self.defaults = defaults

    def __get__(self, _item: object, cls: Any) -> Any:
        from dataclasses import field, make_dataclass

        given: list[Any] = [
            (name, kind, field(default=self.defaults[name])) if name in self.defaults else (name, kind) for name, kind in cls.__annotations__.items()]
        fields = getattr(make_dataclass(cls.__name__, given), "__dataclass_fields__")
        cls.__dataclass_fields__ = fields
        return fields


def _initialiser(cls: Any, names: tuple[str, ...], defaults: dict[str, Any], slots: bool) -> Callable[..., None]:
    setters = [vars(cls)[name].__set__ if slots else _setter(name) for name in names]
    calls = 0

    def initialise(self: Any, *values: Any, **named: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > WARM and cls.__init__ is initialise:
            cls.__init__ = _compiled(cls, names, defaults, setters)
        for set_field, value in zip(setters, values):
            set_field(self, value)
        at = len(values)
        for name, set_field in zip(names[at:], setters[at:]):
            if name not in named and name not in defaults:
                raise TypeError(f"{cls.__name__}() lacks the field {name!r}")
            set_field(self, named.pop(name) if name in named else defaults[name])
        if named or at > len(names):
            raise TypeError(f"{cls.__name__}() has the fields {', '.join(names)}")

    return initialise


def _setter(name: str) -> Callable[[Any, Any], None]:
    return lambda self, value: object.__setattr__(self, name, value)


def _compiled(cls: Any, names: tuple[str, ...], defaults: dict[str, Any], setters: list[Any]) -> Any:
    """The constructor as Python would be written for it: nothing in it comes from outside the class's own body."""
    space: dict[str, Any] = {f"_set_{name}": setter for name, setter in zip(names, setters)}
    space.update({f"_default_{name}": value for name, value in defaults.items()})
    given = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in names)
    body = "".join(f"\n    _set_{name}(self, {name})" for name in names)
    exec(f"def __init__(self, {given}):{body}", space)
    space["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return space["__init__"]


# --- Rows -------------------------------------------------------------------------------------------------------------


try:
    from _collections import _tuplegetter as _getter  # type: ignore[import-not-found]  # what namedtuple takes, with the same way out
except ImportError:
    def _getter(at: int, about: str) -> Any:
        return property(itemgetter(at), doc=about)


class _RowMaker(type):
    """Makes a class of tuples of a class with annotated fields: what `NamedTuple` gives, which compiles a constructor for each."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, space)
        names = tuple(space.get("__annotations__", ()))
        defaults = {field: space.pop(field) for field in names if field in space}
        space.update({field: _getter(at, field) for at, field in enumerate(names)})
        space.update(__slots__=(), _fields=names, _field_defaults=defaults, __match_args__=names, **_row_methods(names))
        made = type(name, (tuple,), space)
        made._make = classmethod(tuple.__new__)  # type: ignore[attr-defined]
        setattr(made, "__new__", staticmethod(_row_constructor(made, names, defaults)))
        return made


def _row_methods(names: tuple[str, ...]) -> dict[str, Any]:
    def shown(self: Any) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in zip(names, self))})"

    def replaced(self: Any, /, **changes: Any) -> Any:
        found = tuple.__new__(type(self), [changes.pop(name, value) for name, value in zip(names, self)])
        if changes:
            raise ValueError(f"got unexpected field names: {list(changes)}")
        return found

    return {
        "__repr__": shown, "_replace": replaced, "_asdict": lambda self: dict(zip(names, self)), "__getnewargs__": lambda self: tuple(self),
    }


def _row_constructor(cls: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., Any]:
    calls = 0

    def construct(kind: Any, /, *values: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == WARM:
            setattr(cls, "__new__", staticmethod(_row_compiled(cls, names, defaults)))
        if len(values) != len(names):
            values += tuple([named.pop(name) if name in named else _given(cls, name, defaults) for name in names[len(values):]])
        if named or len(values) > len(names):
            raise TypeError(f"{cls.__name__}() has the fields {', '.join(names)}")
        return tuple.__new__(kind, values)

    return construct


def _given(cls: Any, name: str, defaults: dict[str, Any]) -> Any:
    if name not in defaults:
        raise TypeError(f"{cls.__name__}() lacks the field {name!r}")
    return defaults[name]


def _row_compiled(cls: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """The constructor as `namedtuple` writes it: nothing in it comes from outside the class's own body."""
    space: dict[str, Any] = {f"_default_{name}": value for name, value in defaults.items()}
    space["_new"] = tuple.__new__
    given = ", ".join(f"{name}=_default_{name}" if name in defaults else name for name in names)
    exec(f"def __new__(_cls, {given}): return _new(_cls, ({', '.join(names)},))", space)
    space["__new__"].__qualname__ = f"{cls.__qualname__}.__new__"
    return space["__new__"]


if not TYPE_CHECKING:
    class Row(metaclass=_RowMaker):  # noqa: F811
        """What a class of rows is derived from, as it would be from `NamedTuple`.

        >>> class Place(Row):
        ...     path: str
        ...     line: int = 1
        >>> Place("saya.yaml"), Place("a", 2) == Place(line=2, path="a") == ("a", 2), Place("a")._replace(line=9).line
        (Place(path='saya.yaml', line=1), True, 9)
        """

"""Frozen, slotted records that cost nothing until they are used: what `dataclass(frozen=True, slots=True)` gives, made when it is needed.

`dataclass` writes and compiles six methods for every class when the module is imported, about a millisecond a class, most of which a short run never
calls. Here a class is only given its slots; its constructor is compiled once it has been called often enough to be worth it.
`dataclasses.fields`, `asdict` and `replace` work on records as on dataclasses.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Callable, TypeVar, overload

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:
    def dataclass_transform(**_options):
        """Nothing: a word to type checkers, which Python 3.10 lacks."""
        return lambda function: function

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

"""The types that the browser side declares (JSDoc in demo_ui/web and types.d.ts), to hold what Python sends against."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from demo_ui.page.addresses import WEB

GLOBAL = "types.d.ts"
KINDS: dict[str, type | tuple[type, ...]] = {"string": str, "number": (int, float), "boolean": bool}
NOTHING = ("null", "undefined")
OTHERS = "*"  # the names that a record does not list
_TOKEN = re.compile(r'import\("[^"]+"\)\.\w+|"[^"]*"|\w+|\S')
_COMMENT = re.compile(r"/\*\*(.*?)\*/", re.DOTALL)

Type = tuple[Any, ...]  # its sort, and what it is made of


def faults(value: Any, module: str, name: str) -> list[str]:
    """Where a value, plain JSON, is another one than what `module` (below demo_ui/web) declares as `name`."""
    return list(_faults(value, ("name", module, name), name))


def members(module: str, name: str) -> dict[str, Type]:
    """What an object of that type has, by name."""
    return {key: type for key, (type, _) in _object(("name", module, name)).items()}


def unfit(value: Any, type: Type, at: str) -> list[str]:
    """As `faults`, of a type that `members` gave."""
    return list(_faults(value, type, at))


def _faults(value: Any, type: Type, at: str) -> Iterator[str]:
    match type:
        case ("name", module, name) if name in KINDS or name in NOTHING:
            wanted = value is None if name in NOTHING else isinstance(value, KINDS[name])
            if not wanted or (name == "number" and isinstance(value, bool)):
                yield f"{at}: {value!r:.60} is no {name} ({module})"
        case ("name", _, "any" | "unknown"):
            pass
        case ("name", module, name):
            yield from _faults(value, _named(module, name), at)
        case ("text", text):
            if value != text:
                yield f"{at}: {value!r:.60} is not {text!r}"
        case ("list", of) if isinstance(value, list):
            for i, one in enumerate(value):
                yield from _faults(one, of, f"{at}[{i}]")
        case ("tuple", each) if isinstance(value, list) and len(value) == len(each):
            for i, (one, of) in enumerate(zip(value, each, strict=True)):
                yield from _faults(one, of, f"{at}[{i}]")
        case ("union", options):
            found = [list(_faults(value, option, at)) for option in options]
            yield from min(found, key=len)
        case ("object" | "record" | "both", _) if isinstance(value, dict):
            known = _object(type)
            yield from (f"{at}.{key} is missing" for key, (_, lacks) in known.items() if not lacks and key not in value)
            for key, one in value.items():
                of, _ = known.get(key) or known.get(OTHERS) or (None, False)
                yield from [f"{at}.{key} is not declared"] if of is None else _faults(one, of, f"{at}.{key}")
        case _:
            yield f"{at}: {value!r:.60} is no {type[0]}"


def _object(type: Type) -> dict[str, tuple[Type, bool]]:
    """The members of an object type, each with whether it may be lacking."""
    match type:
        case ("object", known):
            return known
        case ("record", of):
            return {OTHERS: (of, True)}
        case ("both", parts):
            return {key: of for part in parts for key, of in _object(part).items()}
        case ("name", module, name):
            return _object(_named(module, name))
    raise ValueError(f"no object: {type}")


@cache
def _named(module: str, name: str) -> Type:
    texts = _texts(module)
    return _Reader(module, texts[name]).type() if name in texts else _Reader(GLOBAL, _texts(GLOBAL)[name]).type()


@cache
def _texts(module: str) -> dict[str, str]:
    """What each type of a module is declared to be, by its name; a type's @property lines as one object."""
    text = (WEB / module).read_text(encoding="utf-8")
    if module == GLOBAL:
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        return {found[1]: _braced(text, found.end()) for found in re.finditer(r"interface (\w+)[^{]*(?=\{)", text)}
    texts: dict[str, str] = {}
    for comment in _COMMENT.findall(text):
        properties = [f"{name}{'?' * bool(lacks)}: {body}" for body, lacks, name in _tags("property", comment)]
        for body, _, name in _tags("typedef", comment):
            texts[name] = f"{{{', '.join(properties)}}}" if body == "object" else body
    return texts


def _tags(tag: str, comment: str) -> Iterator[tuple[str, str, str]]:
    """The type, "[" if it may be lacking, and the name of every such tag of a comment."""
    for place in re.finditer(rf"@{tag} (?=\{{)", comment):
        body = _braced(comment, place.end())
        name = re.match(r"\s*(\[?)(\w+)", comment[place.end() + len(body) :])
        assert name, comment
        yield body[1:-1], name[1], name[2]


def _braced(text: str, at: int) -> str:
    """From the brace at `at` to the one that closes it."""
    depth = 0
    for end in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        if not depth:
            return text[at : end + 1]
    raise ValueError(f"no brace closes {text[at : at + 40]!r}")


class _Reader:
    """Reads one type: names, texts, lists, tuples, records, objects, unions and intersections of them."""

    def __init__(self, module: str, text: str) -> None:
        self._module = module
        self._tokens = [*_TOKEN.findall(text), ""]

    def type(self) -> Type:
        return self._several("|", "union", lambda: self._several("&", "both", self._one))

    def _several(self, between: str, sort: str, read: Any) -> Type:
        parts = [read()]
        while self._take(between):
            parts.append(read())
        return parts[0] if len(parts) == 1 else (sort, parts)

    def _one(self) -> Type:
        type = self._bare()
        while self._take("["):
            assert self._take("]")
            type = ("list", type)
        return type

    def _bare(self) -> Type:
        token = self._tokens.pop(0)
        if token == "(":
            type = self.type()
            assert self._take(")"), "a function is no JSON"
            return type
        if token == "{":
            return "object", dict(iter(self._member, None))
        if token == "[":
            each = [self.type()]
            while self._take(","):
                each.append(self.type())
            assert self._take("]")
            return "tuple", each
        if token.startswith('"'):
            return "text", token[1:-1]
        if token == "Record":
            assert self._take("<") and self._tokens.pop(0) and self._take(",")
            of = self.type()
            assert self._take(">")
            return "record", of
        if token.startswith("import"):
            path, name = re.fullmatch(r'import\("([^"]+)"\)\.(\w+)', token).groups()  # type: ignore[union-attr]
            return "name", posixpath.normpath(posixpath.join(posixpath.dirname(self._module), path)), name
        assert re.fullmatch(r"\w+", token), f"{token} in a type of {self._module}"
        return "name", self._module, token

    def _member(self) -> tuple[str, tuple[Type, bool]] | None:
        if self._take("}"):
            return None
        name = self._tokens.pop(0)
        may_lack = self._take("?")
        assert self._take(":"), f"{name} in a type of {self._module}"
        type = self.type()
        if not self._take(","):
            self._take(";")
        return name, (type, may_lack)

    def _take(self, token: str) -> bool:
        if self._tokens[0] != token:
            return False
        self._tokens.pop(0)
        return True

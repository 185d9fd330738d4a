"""Small faults of the kinds that a developer makes, put into a module one at a time."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import NamedTuple

Fault = tuple[str, ast.AST]  # the kind, and what stands in the node's place

COMPARED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
            ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In}  # fmt: skip
COMPUTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
JOINED = {ast.And: ast.Or, ast.Or: ast.And}
PAIRS = (
    ("first", "last"), ("lower", "upper"), ("low", "high"), ("lowest", "highest"), ("up", "down"),
    ("min", "max"), ("value", "median"), ("own", "nation"), ("women", "men"), ("p10", "p90"),
    ("year", "level"), ("numerator", "denominator"), ("any", "all"), ("ok", "missing"),
    ("estimate", "raw_index"), ("share", "people"), ("above", "below"), ("p", "p_adjusted"),
)  # fmt: skip
TOLERANCES = {"NEAR", "WHOLE"}  # their names
TOLERANCE = 1e-5  # smaller numbers stand for rounding: ten times as much is no other rule
ONE_KIND = {"report", "self", "store", "frame"}  # swapped with another, it crashes at once
EITHER_WAY = {
    "max", "min", "maximum", "minimum", "isinstance", "concat", "suppress", "ignore_patterns",
}  # fmt: skip
GUARDS = {  # without them no number or word is another
    "encoding", "newline", "frozen", "future_stack", "strict", "dtype", "observed",
}  # fmt: skip
OTHER = {one: two for pair in PAIRS for one, two in (pair, pair[::-1])}


class Mutant(NamedTuple):
    """A fault in a module: where it stands, of what kind, and the module with it."""

    module: str
    line: int
    kind: str
    before: str
    after: str
    source: str
    function: str  # the function that it stands in, or its method: `told`, `Row.told`

    @property
    def name(self) -> str:
        """Module, line and what was changed."""
        return f"{self.module}:{self.line} {self.kind}: `{self.before}` → `{self.after}`"


def _limit(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARED:
        if any(map(_tolerates, ast.walk(node))):
            return
        other = COMPARED[type(node.ops[0])]()
        yield "limit", ast.Compare(node.left, [other], node.comparators)


def _tolerates(node: ast.AST) -> bool:
    """Whether a limit is moved by a tolerance: then nothing lies exactly at it."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float) and 0 < node.value < TOLERANCE
    return isinstance(node, ast.Name) and node.id in TOLERANCES


def _sum(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.BinOp) and type(node.op) in COMPUTED:
        yield "sign or unit", ast.BinOp(node.left, COMPUTED[type(node.op)](), node.right)


def _number(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        if 0 < abs(node.value) < TOLERANCE:
            return
        one_more = isinstance(node.value, int) or node.value == 0
        value = node.value + 1 if one_more else node.value * 10
        yield "number", ast.Constant(value)


def _word(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in OTHER:
        yield "other value", ast.Constant(OTHER[node.value])
    if isinstance(node, ast.Attribute) and node.attr in OTHER:
        yield "other value", ast.Attribute(node.value, OTHER[node.attr], node.ctx)


def _condition(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.BoolOp):
        yield "condition", ast.BoolOp(JOINED[type(node.op)](), node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "condition", node.operand
    if isinstance(node, ast.IfExp):
        yield "swapped", ast.IfExp(node.test, node.orelse, node.body)


def _arguments(node: ast.AST) -> Iterator[Fault]:
    if not isinstance(node, ast.Call):
        return
    if len(node.args) > 1 and not isinstance(node.args[0], ast.Starred):
        first, second, *rest = node.args
        called = ast.unparse(node.func).split(".")[-1]
        if (
            type(first) is type(second)
            and ast.unparse(first) not in ONE_KIND | {ast.unparse(second)}
            and called not in EITHER_WAY
        ):
            yield "swapped", ast.Call(node.func, [second, first, *rest], node.keywords)
    named = [one for one in node.keywords if one.arg and one.arg not in GUARDS and not _stable(one)]
    if named:
        kept = [keyword for keyword in node.keywords if keyword is not named[-1]]
        yield "ignored parameter", ast.Call(node.func, node.args, kept)


def _stable(keyword: ast.keyword) -> bool:
    """Whether a parameter keeps the order of equal ones: most often there are none."""
    return isinstance(keyword.value, ast.Constant) and keyword.value.value == "stable"


def _end(node: ast.AST) -> Iterator[Fault]:
    if isinstance(node, ast.Subscript) and ast.unparse(node.slice) in ("0", "-1"):
        other = {"0": ast.UnaryOp(ast.USub(), ast.Constant(1)), "-1": ast.Constant(0)}
        yield "swapped ends", ast.Subscript(node.value, other[ast.unparse(node.slice)], node.ctx)


KINDS: tuple[Callable[[ast.AST], Iterator[Fault]], ...] = (
    _limit, _sum, _number, _word, _condition, _arguments, _end,
)  # fmt: skip


class _Put(ast.NodeTransformer):
    """The tree with one node replaced."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def _said(tree: ast.Module) -> set[ast.AST]:
    """Docstrings, annotations and decorators: faults there change nothing that runs."""
    kept: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            given = [*node.args.args, *node.args.kwonlyargs]
            notes = [arg.annotation for arg in given] + [node.returns, *node.decorator_list]
            kept |= {inner for note in notes if note is not None for inner in ast.walk(note)}
        if isinstance(node, ast.ClassDef):
            kept |= {inner for one in node.decorator_list for inner in ast.walk(one)}
        if isinstance(node, ast.AnnAssign):
            kept |= set(ast.walk(node.annotation))
        if isinstance(node, ast.Raise):
            kept |= set(ast.walk(node))
    return kept


class Site(NamedTuple):
    """Where a fault can be put, and which."""

    module: str
    place: int
    kind: int
    name: str


def sites(module: str, text: str) -> Iterator[Site]:
    """Every fault of these kinds that a module can have."""
    tree = ast.parse(text)
    kept = _said(tree)
    for place, node in enumerate(ast.walk(tree)):
        if node not in kept:
            for kind, faults in enumerate(KINDS):
                for name, _new in faults(node):
                    yield Site(module, place, kind, name)


def put_in(site: Site, text: str) -> Mutant:
    """The module with the fault."""
    tree = ast.parse(text)
    node = list(ast.walk(tree))[site.place]
    faults = KINDS[site.kind](deepcopy(node))
    new = next(found for name, found in faults if name == site.name)
    before, line = ast.unparse(node), getattr(node, "lineno", 0)
    source = ast.unparse(ast.fix_missing_locations(_Put(node, new).visit(tree)))
    found = site.module, line, site.name, before, ast.unparse(new), source
    return Mutant(*found, _function(text, site.place))


def _function(text: str, place: int) -> str:
    """Name of the outermost function around a node, after that of its class; empty outside."""
    tree = ast.parse(text)
    node = list(ast.walk(tree))[place]
    return next((name for name, body in _functions(tree, "") if _holds(body, node)), "")


def _functions(inside: ast.AST, of: str) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Functions of a module and methods of its classes, with what they do."""
    for node in ast.iter_child_nodes(inside):
        if isinstance(node, ast.FunctionDef):
            yield f"{of}{node.name}", node.body
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{of}{node.name}.")


def _holds(body: list[ast.stmt], node: ast.AST) -> bool:
    return any(node is inner for part in body for inner in ast.walk(part))

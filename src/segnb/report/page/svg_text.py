"""The text of an SVG made shorter without changing what it shows: a third of a page is styles."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from urllib.parse import quote

STYLE = re.compile(r' style="([^"]*)"')
OUTLINE = re.compile(r' d="([^"]*)"')
STRAIGHT = re.compile(r"(?:M POINT(?:L POINT)*(?:[Zz] ?)?)+".replace("POINT", r"[-.\d]+ [-.\d]+ ?"))
GROUP = re.compile(r"</?g\b[^>]*>")
FONT = re.compile(r"font-family: ?([^;\"]*);? ?")
STARTS = re.compile(r"text-anchor: ?start;? ?")
ROOT = re.compile(r"<svg\b[^>]*>")
QUOTED = re.compile(r"<style>.*?</style>|<[^>]*>", re.DOTALL)
OTHER_QUOTE = str.maketrans({'"': "'", "'": '"'})


def shorter(svg: str) -> str:
    """The same picture in fewer letters: repeated styles become rules, outlines lose spaces.

    Examples
    --------
    >>> shorter('<svg><g><path d="M 1 2 L 3.5 4 L 3.5 9 z" style="fill: none" /></g></svg>')
    '<svg><path d="M1,2l2.5,2v5z" style="fill:none" /></svg>'
    """
    root = ROOT.search(svg)
    if root is None or " class=" in svg:
        return svg
    svg = OUTLINE.sub(lambda found: f' d="{_outline(found[1])}"', _without_idle_groups(svg))
    fonts = set(FONT.findall(svg))
    if len(fonts) == 1:
        svg = FONT.sub("", svg)
    svg = STARTS.sub("", svg)
    often = [style for style, times in Counter(STYLE.findall(svg)).items() if times > 1]
    names = {style: f"s{number}" for number, style in enumerate(often)}
    rules = "".join(f"text{{font-family:{font}}}" for font in fonts if len(fonts) == 1)
    rules += "".join(f".{name}{{{_tight(style)}}}" for style, name in names.items())
    body = STYLE.sub(lambda found: _named(found[1], names), svg[root.end() :])
    return f"{svg[: root.end()]}{f'<style>{rules}</style>' if rules else ''}{body}"


def _named(style: str, names: dict[str, str]) -> str:
    return f' class="{names[style]}"' if style in names else f' style="{_tight(style)}"'


def _tight(style: str) -> str:
    return re.sub(r"([:;]) +", r"\1", style).strip()


def _without_idle_groups(svg: str) -> str:
    """The same without groups that have no attribute and no title."""
    idle: list[bool] = []

    def kept(found: re.Match[str]) -> str:
        if found[0] == "</g>":
            return "" if idle.pop() else found[0]
        if not found[0].endswith("/>"):
            idle.append(found[0] == "<g>" and svg[found.end() : found.end() + 6] != "<title")
        return "" if found[0] == "<g>" and idle[-1] else found[0]

    return GROUP.sub(kept, svg)


def _outline(path: str) -> str:
    """An outline of straight lines in steps of a tenth, counted from the point before.

    A tenth is an eighth of a pixel. Steps are between rounded points, so that no error adds up;
    strokes that the outline has twice are drawn once.
    """
    if not STRAIGHT.fullmatch(path):
        return re.sub(r" ?([A-Za-z]) ?", r"\1", path).strip().replace(" ", ",")
    parts: list[tuple[list[tuple[int, int]], str]] = []
    words = iter(path.split())
    for command in words:
        if command in "Zz":
            parts[-1] = (parts[-1][0], "z")
            continue
        point = round(float(next(words)) * 10), round(float(next(words)) * 10)
        if command == "M":
            parts.append(([point], ""))
        else:
            parts[-1][0].append(point)
    if all(len(points) == 2 and not end for points, end in parts):
        parts = [(list(points), "") for points in sorted({tuple(points) for points, _ in parts})]
    return _steps(parts)


def _steps(parts: list[tuple[list[tuple[int, int]], str]]) -> str:
    text, here = "", (0, 0)
    for points, end in parts:
        start = points[0]
        first = start if not text else (start[0] - here[0], start[1] - here[1])
        text += f"{'m' if text else 'M'}{_pair(*first)}"
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
        before = ""
        for x, y in steps or [(0, 0)] * (len(points) > 1):
            command = "h" if y == 0 else "v" if x == 0 else "l"
            numbers = _tenths(x) if y == 0 else _tenths(y) if x == 0 else _pair(x, y)
            joint = "" if numbers.startswith("-") else ","
            text += joint + numbers if command == before else command + numbers
            before = command
        text += end
        here = start if end else points[-1]
    return text


def _pair(x: int, y: int) -> str:
    return f"{_tenths(x)}{'' if y < 0 else ','}{_tenths(y)}"


def _tenths(number: int) -> str:
    """A number of tenths.

    Examples
    --------
    >>> [_tenths(number) for number in (-5, 0, 120, 3)]
    ['-.5', '0', '12', '.3']
    """
    whole, tenth = divmod(abs(number), 10)
    digits = f"{whole or ''}.{tenth}" if tenth else str(whole)
    return f"-{digits}" if number < 0 else digits


def escaped(text: str, kept: str) -> str:
    r"""Text as it stands in an address inside a page: letters of all languages stay as they are.

    Examples
    --------
    >>> escaped("Ö & \n", kept=" ")
    'Ö %26 %0A'
    """
    return text.translate(_escapes(kept))


@cache
def _escapes(kept: str) -> dict[int, str]:
    """What controls, marks and spaces become, but for those that are kept."""
    return {code: quote(chr(code), safe=kept) for code in (*range(0xA0), 0xFEFF)}


def single_quoted(svg: str) -> str:
    """The same picture with its quotes the other way about: `"` must be escaped in an address.

    Examples
    --------
    >>> single_quoted('''<g style="font: 'A'">it's</g>''') == '''<g style='font: "A"'>it's</g>'''
    True
    """
    return QUOTED.sub(lambda found: found[0].translate(OTHER_QUOTE), svg)

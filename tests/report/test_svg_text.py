"""A shorter SVG is the same picture."""

import re
from xml.etree import ElementTree

from segnb.report.page.svg_text import shorter

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10"><g><path d="M 1.5 2 L -3 4 z" '
    'style="fill: none; stroke: #aaa" /><path d="M 0 0 L 1 1" style="fill: none; stroke: #aaa" />'
    '<text style="font: 12px &quot;DejaVu Sans&quot;">M 1 L &lt; 2</text></g></svg>'
)


def styled(svg: str) -> list[tuple[str, list[str], str]]:
    """Tag, commands and numbers of its outline, and style of every element, rules applied."""
    root = ElementTree.fromstring(svg)
    text = "".join(e.text or "" for e in root.iter() if e.tag.endswith("style"))
    rules = dict(re.findall(r"\.(\w+)\{([^}]*)\}", text))
    return [
        (e.tag, re.findall(r"[A-Za-z]|[^A-Za-z\s,]+", e.get("d", "")), _style(e, rules))
        for e in root.iter()
        if not e.tag.endswith("style")
    ]


def _style(element: ElementTree.Element, rules: dict[str, str]) -> str:
    style = element.get("style") or rules.get(element.get("class", ""), "")
    return re.sub(r"\s", "", style)


def test_styles_that_repeat_are_said_once_and_nothing_else_changes() -> None:
    found = shorter(FIGURE)
    assert found.count("stroke:#aaa") == 1
    assert len(found) < len(FIGURE)
    assert styled(found) == styled(FIGURE)
    assert "M 1 L &lt; 2" in found  # words are left alone


def test_a_picture_with_classes_of_its_own_keeps_its_styles() -> None:
    svg = FIGURE.replace("<g>", '<g class="mine">')
    assert styled(shorter(svg)) == styled(svg)
    assert 'class="s0"' not in shorter(svg)


def test_what_is_no_svg_is_left_as_it_is() -> None:
    assert shorter("no picture") == "no picture"

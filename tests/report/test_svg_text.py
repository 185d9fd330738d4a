"""A shorter SVG is the same picture."""

import re
from xml.etree import ElementTree

import pytest

from segnb.report.page.svg_text import shorter

FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10"><g><path d="M 1.5 2 L -3 4 z" '
    'style="fill: none; stroke: #aaa" /><path d="M 0 0 L 1 1" style="fill: none; stroke: #aaa" />'
    '<text style="font: 12px &quot;DejaVu Sans&quot;">M 1 L &lt; 2</text></g></svg>'
)


def styled(svg: str) -> list[tuple[str, list[tuple[float, float]], str]]:
    """Tag, points of its outline, and style of every element but idle groups, rules applied."""
    root = ElementTree.fromstring(svg)
    text = "".join(e.text or "" for e in root.iter() if e.tag.endswith("style"))
    rules = dict(re.findall(r"\.?(\w+)\{([^}]*)\}", text))
    return [
        (e.tag, points(e.get("d", "")), _style(e, rules))
        for e in root.iter()
        if not e.tag.endswith("style") and not (e.tag.endswith("}g") and not e.attrib)
    ]


def points(outline: str) -> list[tuple[float, float]]:
    """Points that an outline of straight lines passes."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    start = (0.0, 0.0)
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", outline):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", text)]
        if command in "Zz":
            x, y = start
            continue
        while numbers:
            here = (x, y) if command.islower() else (0.0, 0.0)
            if command in "Hh":
                x = here[0] + numbers.pop(0)
            elif command in "Vv":
                y = here[1] + numbers.pop(0)
            else:
                x, y = here[0] + numbers.pop(0), here[1] + numbers.pop(0)
            if command in "Mm":
                start = (x, y)
            found.append((round(x, 6), round(y, 6)))
    return found


def _style(element: ElementTree.Element, rules: dict[str, str]) -> str:
    style = element.get("style") or rules.get(element.get("class", ""), "")
    if element.tag.endswith("}text"):
        style = f"{rules.get('text', '')};{style}".strip(";")
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


@pytest.mark.parametrize(
    ("outline", "short"),
    [
        ("M 10 20 L 13.25 20 L 13.25 16 L 10 20 z", "M10,20h3.2v-4l-3.2,4z"),
        ("M 1 1 L 2.5 3.5 L 2 4 L 1.96 4.04 L 3 4", "M1,1l1.5,2.5-.5,.5h1"),
        ("M 9 1 L 9 5 M 2 1 L 2 5 M 9.01 1 L 9.01 5", "M2,1v4m7-4v4"),
        ("M 0 0 L 0 0", "M0,0h0"),
        ("M 0 0 C 1 1 2 2 3 3 z", "M0,0C1,1,2,2,3,3z"),
    ],
)
def test_an_outline_is_steps_of_a_tenth_and_a_stroke_stands_once(outline: str, short: str) -> None:
    assert f' d="{short}"' in shorter(f'<svg><path d="{outline}" /></svg>')


def test_rounding_does_not_add_up() -> None:
    outline = "M 0 0 " + " ".join(f"L {0.04 * n:.2f} {0.06 * n:.2f}" for n in range(1, 500))
    found = re.search(r' d="([^"]*)"', shorter(f'<svg><path d="{outline}" /></svg>'))
    assert found is not None
    assert points(found[1])[-1] == pytest.approx((0.04 * 499, 0.06 * 499), abs=0.05)


def test_groups_stay_where_they_say_something() -> None:
    svg = '<svg><g><g id="a"><g><title>Alby: 3</title><path d="M 1 1" /></g></g></g><g /></svg>'
    assert shorter(svg) == (
        '<svg><g id="a"><g><title>Alby: 3</title><path d="M1,1" /></g></g><g /></svg>'
    )

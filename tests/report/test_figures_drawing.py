import base64
import io
import re
from xml.etree import ElementTree as ET

import matplotlib
import pytest
import yaml
from figure_frames import composition_frame
from matplotlib.figure import Figure
from PIL import Image, ImageColor

from segnb.publish.forkserver import apart
from segnb.report import charts
from segnb.report.charts import svg_and_png
from segnb.report.charts.sheet import Sheet
from segnb.report.charts.text_layout import Box
from segnb.report.page import theme
from segnb.report.page.blocks import Drawing
from segnb.vocabulary.areas import DATA
from segnb.vocabulary.i18n import Language

SV = Language("sv")


def drawn(*texts: str, halo: bool = False, hatched: bool = False) -> Figure:
    sheet = Sheet(theme.PHONE, 20.0 * len(texts) + 40)
    for row, text in enumerate(texts):
        sheet.text(5, 20 + 20 * row, text, halo=halo)
    if hatched:
        sheet.hatched(Box(5, 5, 100, 15))
    return sheet.figure


def serialised(figure: Figure) -> Drawing:
    return charts.draw(lambda *_: figure, None, SV)["phone"]


def svg(figure: Figure) -> ET.Element:
    return ET.fromstring(serialised(figure).content)


def texts_in(root: ET.Element) -> list[str]:
    return [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_size_is_given_in_pixels() -> None:
    root = svg(drawn("a"))
    assert (root.get("width"), root.get("height")) == ("328", "60")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", 'a" onload="x', "a & b", "$x^2$", "{0}"]
)
def test_text_from_outside_stays_text(text: str) -> None:
    assert texts_in(svg(drawn(text))) == [text]


def test_control_characters_are_left_out() -> None:
    assert texts_in(svg(drawn("Tu\x00na\x07"))) == ["Tuna"]


def test_swedish_letters_and_narrow_spaces_survive() -> None:
    text = "95\u202f383 inv\u00e5nare \u22120,4\u00a0% \u2192"
    assert texts_in(svg(drawn(text))) == [text]


def test_a_halo_is_painted_under_the_letters() -> None:
    (text,) = svg(drawn("Tuna", halo=True)).iter("{http://www.w3.org/2000/svg}text")
    assert "paint-order: stroke" in text.get("style")
    (plain,) = svg(drawn("Tuna")).iter("{http://www.w3.org/2000/svg}text")
    assert "paint-order" not in plain.get("style")


def test_ids_are_kept_only_where_something_refers_to_them() -> None:
    content = serialised(drawn("a", hatched=True)).content
    ids = set(re.findall(r'\bid="([^"]+)"', content))
    referred = set(re.findall(r"#(f[0-9a-f]{8}-[\w-]+)", content))
    assert ids
    assert ids == referred


def test_two_drawings_share_no_id() -> None:
    first, second = (serialised(drawn(text, hatched=True)).content for text in "ab")
    ids = [set(re.findall(r'\bid="([^"]+)"', content)) for content in (first, second)]
    assert not ids[0] & ids[1]


def twice(_: object) -> list[str]:
    figure = drawn("a", hatched=True)
    return [charts.draw(lambda *_: figure, None, SV)["page"].content for _ in range(2)]


def test_the_first_drawing_of_a_process_has_the_ids_of_a_later_one() -> None:
    first, later = apart(twice)
    assert first == later


def test_a_figure_that_is_too_large_as_svg_becomes_a_palette_png(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(svg_and_png, "MAX_SVG_BYTES", 10)
    found = serialised(drawn("Tuna", halo=True))
    image = Image.open(io.BytesIO(base64.b64decode(found.content)))
    assert found.mime == "image/png"
    assert (found.width, found.height) == (328, 60)
    assert image.mode == "P"
    assert image.size == (656, 120)


def test_a_png_keeps_the_colours_of_the_theme_and_is_the_same_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(svg_and_png, "MAX_SVG_BYTES", 10)
    first, second = (
        charts.draw(charts.composition, composition_frame(), SV)["page"] for _ in range(2)
    )
    assert first == second
    image = Image.open(io.BytesIO(base64.b64decode(first.content))).convert("RGB")
    found = {colour for _, colour in image.getcolors(maxcolors=4096)}
    assert {ImageColor.getrgb(colours.fill) for colours in theme.TYPES.values()} <= found


def test_a_halo_is_drawn_in_a_png_too() -> None:
    figure = drawn("Tuna", halo=True)
    with matplotlib.rc_context(dict(theme.STYLE)):
        svg_and_png.to_png(figure)
    (text,) = [t for t in figure.findobj(matplotlib.text.Text) if t.get_text()]
    assert text.get_path_effects()


def test_settings_of_the_user_do_not_change_a_drawing() -> None:
    usual = charts.draw(charts.composition, composition_frame(), SV)
    with matplotlib.rc_context({"font.family": ["monospace"], "svg.fonttype": "path"}):
        assert charts.draw(charts.composition, composition_frame(), SV) == usual


def test_drawing_leaves_no_figure_with_pyplot() -> None:
    import matplotlib.pyplot as plt

    charts.draw(charts.composition, composition_frame(), SV)
    assert plt.get_fignums() == []


def test_strings_of_figures_have_the_same_keys_and_placeholders_in_both_languages() -> None:
    def flat(node: dict, prefix: str = "") -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key, value in node.items():
            if isinstance(value, dict):
                found |= flat(value, f"{prefix}{key}.")
            else:
                found[prefix + key] = set(re.findall(r"\{(\w+)\}", value))
        return found

    sv, en = (
        flat(yaml.safe_load((DATA / "strings" / lang / "figures.yml").read_text(encoding="utf-8")))
        for lang in ("sv", "en")
    )
    assert sv == en

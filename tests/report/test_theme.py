from itertools import pairwise

import pytest
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font

from segnb.report.page import theme

TEXT_LIMIT, MARK_LIMIT = 4.5, 3.0


def contrast(first: str, second: str) -> float:
    """Contrast of two colours by the WCAG formula, from 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """Lightness L* of a colour, 0-100: what a grey printer leaves of it."""
    y = _luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ground", [theme.WHITE, theme.PANEL, theme.NEUTRAL])
@pytest.mark.parametrize("ink", [theme.TEXT, theme.TEXT_SECONDARY])
def test_text_can_be_read_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= TEXT_LIMIT


@pytest.mark.parametrize("ink", [theme.OWN, theme.BREAK])
@pytest.mark.parametrize("ground", [theme.WHITE, theme.PANEL])
def test_coloured_words_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= TEXT_LIMIT


@pytest.mark.parametrize("number", theme.TYPES)
def test_the_number_of_a_type_can_be_read_on_its_fill(number: int) -> None:
    colours = theme.TYPES[number]
    assert contrast(colours.ink, colours.fill) >= TEXT_LIMIT
    assert contrast(colours.line, theme.WHITE) >= TEXT_LIMIT


@pytest.mark.parametrize("mark", [theme.OWN, theme.BREAK, theme.TICK, theme.SMALL_BAR, theme.TEXT])
def test_marks_that_carry_meaning_stand_out_from_white(mark: str) -> None:
    assert contrast(mark, theme.WHITE) >= MARK_LIMIT


def test_the_municipality_stands_out_from_its_own_interval() -> None:
    assert contrast(theme.OWN, theme.OWN_BAND) >= MARK_LIMIT


def test_types_fall_in_lightness_so_that_grey_printing_keeps_their_order() -> None:
    grey = [lightness(theme.TYPES[number].fill) for number in sorted(theme.TYPES)]
    assert all(first - second >= 10 for first, second in pairwise(grey))


def test_contrast_is_that_of_the_design_brief() -> None:
    assert round(contrast(theme.TYPES[4].fill, theme.WHITE), 1) == 6.3
    assert round(contrast(theme.TEXT, theme.TYPES[1].fill), 1) == 10.4


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_the_font_of_figures_has_all_letters_and_signs(weight: str) -> None:
    font = FT2Font(findfont(FontProperties(family=theme.FONT, weight=weight)))
    lacking = [c for c in "åäöÅÄÖ\u00a0\u202f\u2212\u2013→←·…" if not font.get_char_index(ord(c))]
    assert lacking == []


def test_the_font_folder_holds_the_font_for_paper() -> None:
    assert (theme.font_folder() / "DejaVuSans.ttf").is_file()


def test_no_layout_has_text_under_its_least_size() -> None:
    for layout in theme.LAYOUTS.values():
        least = 7.5 if layout.id == "page" else 9
        assert min(layout.small, layout.body, layout.strong) >= least
        assert layout.small * layout.enlarged >= 9, "on a screen"


def test_layouts_have_the_widths_of_the_page() -> None:
    widths = {name: round(layout.width) for name, layout in theme.LAYOUTS.items()}
    assert widths == {"phone": 328, "page": 654}
    assert theme.PAGE.map_width == pytest.approx(104 / 25.4 * 96)

"""What moves under a finger: modules for the browser, mounted in JupyterLab and in exported pages.

The browser computes; Python teaches and checks. A module is a file without dependencies.
"""

from typing import TYPE_CHECKING

from segnb.teaching.interactive.play import Play
from segnb.teaching.interactive.start_towns import STARTS

if TYPE_CHECKING:
    from segnb.teaching.lesson import Lesson


def mount(name: str, lesson: "Lesson") -> Play:
    """An interactive by name (`town`, `zones`, `schelling`) as the lesson begins with it."""
    settings, homes = STARTS[name](lesson.number)
    return Play(name, lesson.say("play"), settings, homes)

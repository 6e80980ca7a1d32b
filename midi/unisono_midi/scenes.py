"""What holds at a beat of a run, and which beats the click sounds. Pure.

The twin of ``static/js/scenes.js``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from unisono.pulse import Bars
from unisono.session.scenes import Scene
from unisono.units import Beats

EDGE_BEATS: Final[Beats] = 1e-6
Scenes: TypeAlias = Sequence[tuple[Beats, Scene]]


def scene_at(scenes: Scenes, beat: Beats) -> Scene:
    """Return what holds at a beat."""
    begun = [scene for beat0, scene in scenes if beat0 <= beat + EDGE_BEATS]
    if begun:
        return begun[-1]
    return scenes[0][1] if scenes else Scene()


def click_sounds(scenes: Scenes, bars: Bars, beat: int) -> bool:
    """Return whether the click is to be heard on a beat; the count-in is, wherever a click is."""
    scene = scene_at(scenes, beat)
    if beat < 0:
        return scene.click != "visual"
    if scene.fade_off_bars > 0:
        bar = bars.position_at(beat).bar - bars.position_at(max(0.0, scene.fade_beat)).bar
        if bar % (scene.fade_on_bars + scene.fade_off_bars) >= scene.fade_on_bars:
            return False
    return scene.click == "all" or (scene.click == "accents" and bars.accent_at(beat) > 0)

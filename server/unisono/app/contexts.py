"""What each page template gets to know; nothing else is passed to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from unisono import __version__
from unisono.app.languages import ENGLISH, LANGUAGES, Language, Words


@dataclass(frozen=True, slots=True)
class Page:
    """The context of every page.

    Attributes:
        version: the running version, for the footer.
        language: the language it is shown in.
        languages: all that can be chosen.
        words: English messages of its scripts and what stands for them; empty in English.
    """

    texts: ClassVar[tuple[str, ...]] = ("texts.js",)
    """Text modules that the page's scripts load."""

    version: str = field(default=__version__, metadata={"help": "the running version"})
    language: Language = field(default=ENGLISH, metadata={"help": "the language it is shown in"})
    languages: tuple[Language, ...] = field(
        default=LANGUAGES, metadata={"help": "all languages that can be chosen"}
    )
    words: Words = field(default_factory=dict, metadata={"help": "messages of its scripts"})


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """``home.html``: start a circle, or join one by its code."""


@dataclass(frozen=True, slots=True)
class PlayPage(Page):
    """``play.html``: the participant's pad. The words of its texts come with its parcels.

    Attributes:
        code: the join code of the address, or "" when there is none.
        plain: whether the modules are sent one by one.
    """

    texts: ClassVar[tuple[str, ...]] = ()

    code: str = field(default="", metadata={"help": "the join code in the address, may be empty"})
    plain: bool = field(default=False, metadata={"help": "modules one by one, for debugging"})


@dataclass(frozen=True, slots=True)
class PlainPlayPage(PlayPage):
    """The same with its modules one by one, as they are written."""

    texts: ClassVar[tuple[str, ...]] = (
        "texts.js",
        "playTexts.js",
        "playMoreTexts.js",
        "soundCheckTexts.js",
        "midiTexts.js",
    )

    plain: bool = field(default=True, metadata={"help": "modules one by one, for debugging"})


@dataclass(frozen=True, slots=True)
class ConsolePage(Page):
    """``console.html``: the facilitator's desk; its token is in the fragment of the address."""

    texts: ClassVar[tuple[str, ...]] = ("texts.js", "consoleTexts.js", "midiTexts.js")


@dataclass(frozen=True, slots=True)
class StagePage(Page):
    """``stage.html``: the projector's view."""

    texts: ClassVar[tuple[str, ...]] = ("texts.js", "playTexts.js")


@dataclass(frozen=True, slots=True)
class ReviewPage(Page):
    """``review.html``: afterwards."""

    texts: ClassVar[tuple[str, ...]] = ("texts.js", "reviewTexts.js")


@dataclass(frozen=True, slots=True)
class ClockPage(Page):
    """``clock.html``: how well a device knows the circle's time; a stage token in the fragment."""


@dataclass(frozen=True, slots=True)
class ReadyPage(Page):
    """``ready.html``: whether this device is ready, before and outside any session."""

    texts: ClassVar[tuple[str, ...]] = ("texts.js", "soundCheckTexts.js")


@dataclass(frozen=True, slots=True)
class PatternsPage(Page):
    """``patterns.html``: rhythms and songs to hear, change and share; needs no circle."""

    texts: ClassVar[tuple[str, ...]] = ("texts.js", "patternTexts.js")


@dataclass(frozen=True, slots=True)
class LostPage(Page):
    """``lost.html``: an address that leads nowhere."""


TEMPLATES: dict[str, type[Page]] = {
    "home.html": HomePage,
    "play.html": PlayPage,
    "console.html": ConsolePage,
    "stage.html": StagePage,
    "review.html": ReviewPage,
    "clock.html": ClockPage,
    "ready.html": ReadyPage,
    "patterns.html": PatternsPage,
    "lost.html": LostPage,
}
"""Every page template and its context."""

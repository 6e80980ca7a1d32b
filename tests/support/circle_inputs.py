"""What people, consoles and misfortune may put into a circle: strategies for the stateful laws."""

from __future__ import annotations

from hypothesis import strategies as st

from unisono.session import commands as c
from unisono.session import cues as q
from unisono.session.phrases import (
    GrooveSpec,
    LayerSpec,
    Note,
    PromptSpec,
    SongSpec,
    VoiceEntry,
)

TOKENS = 5
LEAST_LEAD_S = 0.4
LEAST_WAY_S = 0.2

someone = st.integers(0, 9)
seat_numbers = st.integers(1, 4)
names = st.sampled_from(["", "Ana", "  Bo ", "C\u202ey", "x" * 21, "ﷺ" * 2])
tap_rows = st.lists(
    st.tuples(st.integers(-4, 6), st.sampled_from([-2000.0, -3.0, -0.3, 0.0, 0.3, 2.0])),
    min_size=1,
    max_size=6,
)
tempos = st.none() | st.sampled_from([20.0, 90.0, 300.0, 19.0])
meters = st.none() | st.sampled_from([[4], [3], [2, 2, 3], [12], [1], [6, 7]])
persons = st.one_of(
    st.builds(
        c.Profile,
        st.none() | names,
        st.none() | st.integers(0, 23),
        section=st.sampled_from([None, "alto"]),
        tags=st.sampled_from([None, ["alto", "glasses"]]),
    ),
    st.builds(
        c.ClockReport, st.sampled_from([0.01, 0.5, 50.0]), st.just(0.01), wireless=st.booleans()
    ),
    st.builds(c.Leave, st.booleans()),
)
conducting = st.one_of(
    st.builds(
        c.Arrange,
        tempos,
        meters,
        st.none() | st.integers(0, 4),
        over_bars=st.sampled_from([0, 0, 3]),
    ),
    st.just(c.Start()),
    st.builds(
        c.Stop,
        st.sampled_from(["bar", "cycle", "now"]),
        st.sampled_from(["cut", "last"]),
    ),
)
some = st.builds(
    q.Selection,
    st.sampled_from(["all", "odd", "even", "half", "seats", "part", "section", "tag"]),
    st.sampled_from(["", "alto"]),
    st.sampled_from([0, 1]),
    st.sampled_from([(), (1,), (2, 3, 9)]),
)
prompts = st.sampled_from(
    [
        PromptSpec(tuple(Note(beat) for beat in beats), cycle)
        for beats, cycle in [((0.0, 1.0, 1.5, 3.0), 4.0), ((-0.25, 0.5), 3.0), ((1.0, 0.5), 2.0)]
    ]
)
songs = st.sampled_from(
    [SongSpec((Note(0.0),), 6.0), SongSpec((Note(0.0),), 8.0, entries=(VoiceEntry("B", 4.0),))]
)
rounds = st.integers(1, 3)
cue_bodies: st.SearchStrategy[q.AnyCue] = st.one_of(
    st.builds(q.Groove, some),
    st.builds(q.TempoTo, st.sampled_from([20.0, 90.0, 300.0]), st.sampled_from([0, 2])),
    st.builds(
        q.MeterTo, st.sampled_from([(4,), (3,), (2, 2, 3), (6, 7)]), st.none() | st.just(110.0)
    ),
    st.builds(q.ClickTo, st.sampled_from(["all", "off"]), st.just(2), st.sampled_from([0, 2])),
    st.builds(q.LevelTo, st.sampled_from(["even", "up", "rumble"])),
    st.builds(q.LayerTo, st.integers(0, 2), st.booleans()),
    st.builds(q.Sculpt, some, st.sampled_from(["rest", "soft"])),
    st.builds(q.Spotlight, st.none() | st.integers(1, 4), st.sampled_from(["play", "rest"])),
    st.builds(q.PassPulse, st.integers(1, 2)),
    st.builds(q.CallRound, prompts, rounds, some, st.none() | st.integers(1, 3)),
    st.builds(q.Dialogue, some, some, st.sampled_from([4.0, 3.0]), rounds),
    st.builds(q.Sing, songs, rounds),
    st.builds(q.Breath, st.integers(1, 2), st.integers(1, 2), rounds),
    st.just(q.Free()),
    st.builds(q.StopAt, st.sampled_from(["cut", "last"])),
)
grooves = st.none() | st.sampled_from(
    [GrooveSpec(cycle, (LayerSpec("low", (Note(0.0),)),)) for cycle in (8.0, 6.0, 5.5)]
)
hosting = st.one_of(
    st.builds(c.Door, st.booleans()),
    st.builds(c.Rename, st.integers(1, 6), names),
    st.builds(c.Remove, st.integers(1, 6)),
)

"""How much a group is together: one metric a file, each with its published source.

Live: :class:`LiveCohesion`. Afterwards: :func:`score` for everything at once, or one metric at a
time on numpy arrays of seconds (people x beats, NaN = no tap in that beat). A metric that has too
little data returns a :class:`TooLittle` with its reason instead of a number. ``docs/metrics.md``
explains every metric to a facilitator and to a scientist.
"""

from unisono.synchrony.bgls import PhaseCorrection, phase_correction
from unisono.synchrony.ceiling import ceiling, deattenuated
from unisono.synchrony.cells import Cells, cells_of, phasors
from unisono.synchrony.contribution import Contribution, contributions
from unisono.synchrony.coupling import Coupling, coupling
from unisono.synchrony.evenness import Evenness, evenness
from unisono.synchrony.freegroup import GroupBeat, group_beat, tempo_drift_percent
from unisono.synchrony.grid import Grid
from unisono.synchrony.headline import (
    BeatTerms,
    Cohesion,
    beat_terms,
    cohesion,
    cohesion_of_cells,
    cohesion_of_terms,
    cohesion_so_far,
    terms_of_cells,
)
from unisono.synchrony.hold import Hold, hold
from unisono.synchrony.interval import (
    Interval,
    block_interval,
    cohesion_interval,
    person_interval,
)
from unisono.synchrony.lag import Following, following, following_over_time
from unisono.synchrony.level import chance_amplitude, metrical_level
from unisono.synchrony.literature import NDependent, cluster_phase_rho, order_parameter
from unisono.synchrony.live import LiveCohesion, LiveScore, LiveSettings
from unisono.synchrony.offbeat import OffBeat, off_beat
from unisono.synchrony.offsets import OffsetRule, aligned
from unisono.synchrony.outcome import Reason, TooLittle
from unisono.synchrony.pairs import (
    LockingTable,
    PairAsynchrony,
    PhaseLocking,
    locking_table,
    pair_asynchrony,
    phase_locking,
)
from unisono.synchrony.person import (
    Consistency,
    Jitter,
    Offset,
    consistency,
    jitter,
    offset,
)
from unisono.synchrony.pseudo import pseudo_group_test
from unisono.synchrony.rates import Rates, coverage, hit_rates
from unisono.synchrony.session_parts import PairScore, PersonScore, WindowScore
from unisono.synchrony.session_score import (
    SessionScore,
    evaluate,
    grid_for,
    score,
    score_cells,
)
from unisono.synchrony.spread import (
    Spread,
    VarianceSplit,
    spread,
    typical_spread,
    variance_split,
)
from unisono.synchrony.surrogates import ShiftTest, beat_shift_test, following_test
from unisono.synchrony.words import word_for

METRICS = (
    "offset",
    "consistency",
    "jitter",
    "evenness",
    "hit_rates",
    "metrical_level",
    "contributions",
    "phase_correction",
    "pair_asynchrony",
    "phase_locking",
    "following",
    "cohesion",
    "spread",
    "typical_spread",
    "variance_split",
    "coupling",
    "coverage",
    "off_beat",
    "hold",
    "tempo_drift_percent",
    "group_beat",
    "cohesion_interval",
    "block_interval",
    "person_interval",
    "ceiling",
    "deattenuated",
    "beat_shift_test",
    "following_test",
    "pseudo_group_test",
    "order_parameter",
    "cluster_phase_rho",
    "word_for",
)
"""Every metric of this room by the name of its function; docs/metrics.md has one part for each."""

__all__ = [
    "METRICS",
    "BeatTerms",
    "Cells",
    "Cohesion",
    "Consistency",
    "Contribution",
    "Coupling",
    "Evenness",
    "Following",
    "Grid",
    "GroupBeat",
    "Hold",
    "Interval",
    "Jitter",
    "LiveCohesion",
    "LiveScore",
    "LiveSettings",
    "LockingTable",
    "NDependent",
    "OffBeat",
    "Offset",
    "OffsetRule",
    "PairAsynchrony",
    "PairScore",
    "PersonScore",
    "PhaseCorrection",
    "PhaseLocking",
    "Rates",
    "Reason",
    "SessionScore",
    "ShiftTest",
    "Spread",
    "TooLittle",
    "VarianceSplit",
    "WindowScore",
    "aligned",
    "beat_shift_test",
    "beat_terms",
    "block_interval",
    "ceiling",
    "cells_of",
    "chance_amplitude",
    "cluster_phase_rho",
    "cohesion",
    "cohesion_interval",
    "cohesion_of_cells",
    "cohesion_of_terms",
    "cohesion_so_far",
    "consistency",
    "contributions",
    "coupling",
    "coverage",
    "deattenuated",
    "evaluate",
    "evenness",
    "following",
    "following_over_time",
    "following_test",
    "grid_for",
    "group_beat",
    "hit_rates",
    "hold",
    "jitter",
    "locking_table",
    "metrical_level",
    "off_beat",
    "offset",
    "order_parameter",
    "pair_asynchrony",
    "person_interval",
    "phase_correction",
    "phase_locking",
    "phasors",
    "pseudo_group_test",
    "score",
    "score_cells",
    "spread",
    "tempo_drift_percent",
    "terms_of_cells",
    "typical_spread",
    "variance_split",
    "word_for",
]

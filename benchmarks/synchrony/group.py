"""A simulated group at a click, quickly: the model of unisono.testing.people, all at once."""

from __future__ import annotations

import numpy as np

PERIOD_S = 0.5
ALPHA = 0.56
TIMEKEEPER_S, MOTOR_S = 0.018, 0.005
MISSED = 0.01


def onsets(people: int, minutes: float, seed: int = 1) -> dict[str, np.ndarray]:
    """Return everybody's onsets in seconds at 120 beats per minute, each with an offset."""
    rng = np.random.default_rng(seed)
    beats = round(minutes * 60.0 / PERIOD_S)
    offset_s = rng.normal(-0.031, 0.020, people)
    motor_s = rng.normal(0.0, MOTOR_S, (beats, people))
    noise_s = rng.normal(0.0, TIMEKEEPER_S, (beats, people))
    late_s, x_s = np.empty((beats, people)), np.zeros(people)
    for k in range(beats):
        late_s[k] = x_s + motor_s[k]
        x_s = x_s - ALPHA * late_s[k] + noise_s[k]
    times_s = PERIOD_S * np.arange(beats)[:, None] + late_s + offset_s
    played = rng.random((beats, people)) >= MISSED
    return {f"p{i}": times_s[played[:, i], i] for i in range(people)}


def phases(players: dict[str, np.ndarray], minutes: float, rate_hz: float) -> np.ndarray:
    """Return evenly sampled phases, one turn a beat, interpolated between onsets.

    This is what metrics for continuous signals need; a beat without a tap is interpolated over.
    """
    at_s = np.arange(0.0, minutes * 60.0, 1.0 / rate_hz)
    rows = []
    for onsets_s in players.values():
        turns = np.round(onsets_s / PERIOD_S)
        rows.append(2.0 * np.pi * np.interp(at_s, onsets_s, turns))
    return np.array(rows)

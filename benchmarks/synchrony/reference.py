"""The headline once more in plain numpy, written from its formula alone and without haste."""

from __future__ import annotations

import numpy as np

CLIP_S = 0.150
NEAR = 4


def headline(players: dict[str, np.ndarray], period_s: float) -> float:
    """Return S of people who tap every beat of a steady click that starts at 0 s."""
    beats = 1 + max(int(np.floor(times[-1] / period_s + 0.5)) for times in players.values())
    units = np.array([_row(times, period_s, beats) for times in players.values()])
    there = ~np.isnan(units)
    free = np.full_like(units, np.nan)
    for p in range(len(units)):
        row = np.where(there[p], units[p], 0.0)
        for k in range(beats):
            near = slice(max(0, k - NEAR), k + NEAR + 1)
            others = row.sum() - row[near].sum()
            off_s = np.clip(np.angle(others) / (2.0 * np.pi) * period_s, -CLIP_S, CLIP_S)
            free[p, k] = units[p, k] * np.exp(-2j * np.pi * off_s / period_s)
    known = np.where(np.isnan(free), 0.0, free)
    count = there.sum(axis=0)
    pairs = np.abs(known.sum(axis=0)) ** 2 - (np.abs(known) ** 2).sum(axis=0)
    several = count > 1
    return float(100.0 * pairs[several].sum() / (count * (count - 1))[several].sum())


def _row(times: np.ndarray, period_s: float, beats: int) -> np.ndarray:
    """Mean phasor of the taps nearest to each beat, seen from the person's own offset."""
    turns = np.exp(2j * np.pi * times / period_s)
    off_s = np.clip(np.angle(turns.mean()) / (2.0 * np.pi) * period_s, -CLIP_S, CLIP_S)
    beat = np.floor((times - off_s) / period_s + 0.5).astype(int)
    row = np.full(beats, np.nan, dtype=complex)
    for k in range(beats):
        mine = turns[beat == k] if len(times) < 1000 else turns[_between(beat, k)]
        if mine.size:
            row[k] = mine.mean()
    return row


def _between(beat: np.ndarray, k: int) -> slice:
    return slice(int(np.searchsorted(beat, k)), int(np.searchsorted(beat, k, side="right")))

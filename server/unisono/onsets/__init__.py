"""Who sounded when, and how sure: debounce and one-to-one matching of onsets.

Times are numpy arrays (or any sequence) of seconds in increasing order.
"""

from unisono.onsets.debounce import debounce, lockout_s
from unisono.onsets.matching import ONSET_WINDOW_S, Matching, match_onsets

__all__ = ["ONSET_WINDOW_S", "Matching", "debounce", "lockout_s", "match_onsets"]

"""Who sounded when, and how sure: debounce and one-to-one matching of onsets.

Times are numpy arrays (or any sequence) of seconds in increasing order.
"""

from unisono.onsets.debounce import debounce, lockout_s

__all__ = ["debounce", "lockout_s"]

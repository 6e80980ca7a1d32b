"""Files of onsets: who sounded when.

The parsers are pure (text or bytes in, :class:`Performance` out); only :func:`read_performances`
opens a file. A file that cannot be read raises :class:`unisono.errors.BadFile`, which names the
line, what stood there and what was expected.

Four kinds are known: a tidy table (``player,onset_s``), a wide table (one column a player, as the
corpora of onset research use), a Standard MIDI File, and a session's own export.
"""

from unisono.readers.files import read_performances
from unisono.readers.midi import parse_midi
from unisono.readers.performance import Grid, Performance, Player, pick
from unisono.readers.session import parse_session
from unisono.readers.tables import parse_table

__all__ = [
    "Grid",
    "Performance",
    "Player",
    "parse_midi",
    "parse_session",
    "parse_table",
    "pick",
    "read_performances",
]

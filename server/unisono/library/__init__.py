"""The rhythms and songs that come with Unisono, one readable file each.

::

    from unisono.library import load_library

    library = load_library()
    library.pattern("son-clave").layers[0].grid     # 'x..x..x...x.x...'

``docs/rhythms.md`` tells how to add one. Reading files, this room is no part of the core; what it
reads is.
"""

from unisono.library.files import (
    SongFile,
    pattern_schema,
    read_pattern,
    read_song,
    song_json,
    song_schema,
)
from unisono.library.load import Library, load_library

__all__ = [
    "Library",
    "SongFile",
    "load_library",
    "pattern_schema",
    "read_pattern",
    "read_song",
    "song_json",
    "song_schema",
]

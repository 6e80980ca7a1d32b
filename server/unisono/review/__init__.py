"""A session afterwards: event log -> report -> exports. Pure: the same log, the same bytes.

::

    report = build_report(entries)
    print(report.sentence)

:func:`build_report` folds the log once; :mod:`unisono.review.report` is the shape of the result
and :mod:`unisono.review.exports` writes it as files. Callable from a worker thread (it blocks: up
to seconds for hundreds of people); it shares nothing with anybody.
"""

from unisono.review.build import build_report
from unisono.review.exports import entries_of, report_json, session_json, taps_csv
from unisono.review.midi import session_midi
from unisono.review.report import SCHEMA, Report

__all__ = [
    "SCHEMA",
    "Report",
    "build_report",
    "entries_of",
    "report_json",
    "session_json",
    "session_midi",
    "taps_csv",
]

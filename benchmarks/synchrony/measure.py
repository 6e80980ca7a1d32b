"""One contender, one size, one process: best time of several runs and peak memory.

Time is the processor's, which on an idle machine is the clock's and on a busy one is still fair.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from contenders import CONTENDERS

ENOUGH_S = 3.0
MOST_RUNS = 7


def main() -> None:
    """Print what was measured as one line of JSON."""
    name, people = sys.argv[1], int(sys.argv[2])
    contender = CONTENDERS[name]
    contender.run(contender.prepare(2))  # imports and first calls are not what is measured
    given = contender.prepare(people)
    times, value = [], 0.0
    while len(times) < MOST_RUNS and sum(times) < ENOUGH_S:
        began_s = time.process_time()
        value = contender.run(given)
        times.append(time.process_time() - began_s)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    taps = len(given) if isinstance(given, list) else 0
    found = {"time_s": min(times), "peak_mb": peak_mb, "value": value, "taps": taps}
    print(json.dumps(found))


if __name__ == "__main__":
    main()

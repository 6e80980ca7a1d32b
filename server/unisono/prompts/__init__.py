"""Call and response: a phrase, the window in which it is answered, and what the answer was like.

::

    from random import Random

    from unisono.prompts import Prompt, ResponseWindow, score_response
    from unisono.pulse import Timeline

    clave = Prompt.on_grid((0, 3, 6, 10, 12), slots=16, parts_per_beat=4)
    window = ResponseWindow.after_call(clave, Timeline.constant(100.0), call_beat=0)
    answer = score_response(window, onsets_s, Random(1))
    print(answer.score, answer.recall, answer.timing, answer.pace)

Every number is one function with its source; what cannot be said is a
:class:`~unisono.synchrony.outcome.TooLittle` with its reason. ``docs/call-and-response.md``
explains each number to a facilitator and to a scientist.
"""

from unisono.prompts.chance import Chance, chance_level
from unisono.prompts.group import (
    Answer,
    GroupAnswer,
    Round,
    answer_of,
    group_answer,
    group_of_answers,
)
from unisono.prompts.matching import match_answer, tolerances_s
from unisono.prompts.notes import f_measure, precision, recall
from unisono.prompts.prompt import Prompt
from unisono.prompts.responses import ResponseScore, score_response
from unisono.prompts.score import response_score
from unisono.prompts.seeded import SeededChance
from unisono.prompts.shift import own_shift_s
from unisono.prompts.tempo import Pace, pace_of, tempo_ratio
from unisono.prompts.timing import entrance_s, rhythm_error, timing
from unisono.prompts.window import ResponseWindow
from unisono.prompts.words import in_words

__all__ = [
    "Answer",
    "Chance",
    "GroupAnswer",
    "Pace",
    "Prompt",
    "ResponseScore",
    "ResponseWindow",
    "Round",
    "SeededChance",
    "answer_of",
    "chance_level",
    "entrance_s",
    "f_measure",
    "group_answer",
    "group_of_answers",
    "in_words",
    "match_answer",
    "own_shift_s",
    "pace_of",
    "precision",
    "recall",
    "response_score",
    "rhythm_error",
    "score_response",
    "tempo_ratio",
    "timing",
    "tolerances_s",
]

"""Clock exchanges are completed by later questions and gathered for the review."""

from __future__ import annotations

from unisono.app.exchanges import MOST_OPEN, Exchanges


def test_the_next_question_completes_an_exchange() -> None:
    """Four times in order: asked, received, answered, arrived."""
    exchanges = Exchanges()
    exchanges.note(10.0, None, 500.0, 500.001)
    exchanges.note(10.25, [0.125], 500.25, 500.251)

    assert exchanges.take(at_least=1) == ((10.0, 500.0, 500.001, 10.125),)


def test_several_under_way_are_completed_in_the_order_they_were_asked() -> None:
    """Three before the first answer; the fourth tells of two answers, the fifth of one."""
    exchanges = Exchanges()
    for i in range(3):
        exchanges.note(float(i), [] if i else None, 100.0 + i, 100.0 + i)
    exchanges.note(3.0, [0.5, 0.25], 103.0, 103.0)
    exchanges.note(4.0, [0.75], 104.0, 104.0)

    ends = [(row[0], row[3]) for row in exchanges.take(at_least=1)]
    assert ends == [(0.0, 2.5), (1.0, 2.75), (2.0, 3.25)]


def test_an_answer_that_never_arrived_completes_nothing() -> None:
    """A question that begins anew, or an end before its beginning, is no sample."""
    exchanges = Exchanges()
    exchanges.note(10.0, None, 500.0, 500.001)
    exchanges.note(12.0, None, 502.0, 502.001)
    exchanges.note(14.0, [99.0, 1.0, 0.5], 504.0, 504.001)
    exchanges.note(16.0, None, 506.0, 506.001)

    assert exchanges.take(at_least=1) == ()


def test_what_is_open_is_bounded() -> None:
    """Whoever asks for ever and tells no end has the oldest forgotten."""
    exchanges = Exchanges()
    for i in range(3 * MOST_OPEN):
        exchanges.note(float(i), [], 0.0, 0.0)
    exchanges.note(1e6, [0.0] * MOST_OPEN, 0.0, 0.0)

    assert [row[0] for row in exchanges.take(at_least=1)] == [*range(2 * MOST_OPEN, 3 * MOST_OPEN)]


def test_what_is_taken_is_taken_once_and_not_too_early() -> None:
    """Rows wait until there are enough of them, then leave together."""
    exchanges = Exchanges()
    for i in range(6):
        exchanges.note(float(i), [0.9] if i else None, 100.0 + i, 100.0 + i)

    assert exchanges.take(at_least=6) == ()
    assert len(exchanges.take(at_least=5)) == 5
    assert exchanges.take(at_least=1) == ()

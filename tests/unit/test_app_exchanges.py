"""Clock exchanges are completed by the next question and gathered for the review."""

from __future__ import annotations

from unisono.app.exchanges import Exchanges
from unisono.session.commands import Sync


def test_the_next_question_completes_an_exchange() -> None:
    """Four times in order: asked, received, answered, arrived."""
    exchanges = Exchanges()
    exchanges.note(Sync(t0=10.0), 500.0, 500.001)
    exchanges.note(Sync(t0=10.2, t3=10.04), 500.2, 500.201)

    assert exchanges.take(at_least=1) == ((10.0, 500.0, 500.001, 10.04),)


def test_an_answer_that_never_arrived_completes_nothing() -> None:
    """A question without t3, or with one outside its exchange, is no sample."""
    exchanges = Exchanges()
    exchanges.note(Sync(t0=10.0), 500.0, 500.001)
    exchanges.note(Sync(t0=12.0), 502.0, 502.001)
    exchanges.note(Sync(t0=14.0, t3=99.0), 504.0, 504.001)
    exchanges.note(Sync(t0=16.0, t3=1.0), 506.0, 506.001)

    assert exchanges.take(at_least=1) == ()


def test_what_is_taken_is_taken_once_and_not_too_early() -> None:
    """Rows wait until there are enough of them, then leave together."""
    exchanges = Exchanges()
    for i in range(6):
        exchanges.note(Sync(t0=float(i), t3=i - 0.9 if i else None), 100.0 + i, 100.0 + i)

    assert exchanges.take(at_least=6) == ()
    assert len(exchanges.take(at_least=5)) == 5
    assert exchanges.take(at_least=1) == ()

"""The bridge's ports, and what passes through them: judged apart from whoever is wired to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from unisono_midi import orders as o
from unisono_midi.process import ProcessEngine


class Overheard(ProcessEngine):
    """Ports in a process of their own; keeps what they heard and what they sent, and when."""

    def __init__(self, api: str) -> None:
        super().__init__(api)
        self.heard: list[o.Heard] = []
        self.sent: list[o.Sent] = []

    def start(self, on_report: Callable[[o.Report], None]) -> None:
        """Begin, and listen in."""

        def take(report: o.Report) -> None:
            match report:
                case o.Heard():
                    self.heard.append(report)
                case o.Sent():
                    self.sent.append(report)
                case _:
                    pass
            on_report(report)

        super().start(take)

    def order(self, order: o.Order) -> None:
        """Give an order; whatever is sent is reported."""
        super().order(replace(order, mark=True) if isinstance(order, o.Send) else order)

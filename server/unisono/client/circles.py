"""Opening a circle, and its links, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

from unisono.client.door import Unreachable
from unisono.client.refusals import error_of
from unisono.errors import OurError


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle as its facilitator has it: the private token, the code, every link."""

    console: str
    code: str
    console_url: str
    join_url: str
    stage_url: str
    review_url: str

    @property
    def join_token(self) -> str:
        """The token of the join link."""
        return self.join_url.partition("#")[2]

    @property
    def review_token(self) -> str:
        """The token of the review link."""
        return self.review_url.partition("#")[2]


async def open_circle(url: str) -> Circle:
    """Start a circle on a server and return its links.

    Raises:
        PeerError: if the server cannot be reached or does not open one.
    """
    status, body = await _request("POST", f"{url.rstrip('/')}/api/circles")
    _check(status, body, "opening a circle")
    links = body["links"]
    return Circle(
        console=body["console"],
        code=body["code"],
        console_url=links["console"],
        join_url=links["join"],
        stage_url=links["stage"],
        review_url=links["review"],
    )


async def fetch_review(url: str, token: str) -> dict[str, Any]:
    """Return the report of a circle.

    Raises:
        PeerError: if the server cannot be reached or the token opens no review.
    """
    status, body = await _request("GET", f"{url.rstrip('/')}/api/review", token)
    _check(status, body, "a review")
    return dict(body)


def _check(status: int, body: object, wanted: str) -> None:
    refusal = error_of(body) if status >= 400 else None
    if refusal is not None:
        raise refusal
    if status >= 300 or not isinstance(body, dict):
        raise OurError(f"The server answered {status} instead of {wanted}.")


async def _request(method: str, url: str, token: str = "") -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.request(method, url) as answer,
        ):
            return answer.status, await answer.json(content_type=None)
    except (aiohttp.ClientError, OSError, ValueError) as problem:
        raise Unreachable(f"No circle answers at {url}. Is the server on?") from problem

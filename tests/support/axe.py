"""What axe finds on a page (WCAG 2.2 AA and what is usually best)."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Page

WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
AT_REST: Final = """() => {
  const ends = (one) => one.effect.getComputedTiming().endTime < 5000;
  const moving = document.getAnimations().filter((one) => one.playState === "running" && ends(one));
  return Promise.all(moving.map((one) => one.finished.catch(() => {})))
    .then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}"""
"""Resolves when what fades or moves in a page has come to rest, and is drawn."""


async def complaints(page: Page, axe_path: Path) -> list[str]:
    """Return what axe finds, one line each, with the whole page in view.

    What merely lies behind a bar that stays at the edge of the window can be scrolled out.
    """
    width = await page.evaluate("innerWidth")
    height = await page.evaluate("Math.max(innerHeight, document.documentElement.scrollHeight)")
    await page.set_viewport_size({"width": width, "height": height})
    if not await page.evaluate("'axe' in globalThis"):
        await page.add_script_tag(path=axe_path)
    return await violations(page)


async def violations(page: Page) -> list[str]:
    """Return what axe, which is in the page, finds in what is in view, one line each."""
    found = await page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
    )
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


async def complaints_in_both(page: Page, axe_path: Path) -> list[str]:
    """Return what axe finds on a page in light and then in dark; it stays in dark."""
    found = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        await page.evaluate(AT_REST)
        found += [f"in {scheme}: {line}" for line in await complaints(page, axe_path)]
    return found

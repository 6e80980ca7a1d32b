"""What axe finds on a page (WCAG 2.2 AA and what is usually best)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.async_api import Page

WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def complaints(page: Page, axe_path: Path) -> list[str]:
    """Return what axe finds, one line each, with the whole page in view.

    What merely lies behind a bar that stays at the edge of the window can be scrolled out.
    """
    width = await page.evaluate("innerWidth")
    height = await page.evaluate("Math.max(innerHeight, document.documentElement.scrollHeight)")
    await page.set_viewport_size({"width": width, "height": height})
    await page.add_script_tag(path=axe_path)
    found = await page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG
    )
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]

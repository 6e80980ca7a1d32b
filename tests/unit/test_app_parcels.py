"""Laws of parcels: every module once, after what it needs; what is not ours is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from unisono.app.parcels import NotAModule, modules_of, parcel_of, sheets_of, styles_of
from unisono.app.static import static_folder, without_comments

PAGES = sorted(path.name for path in (static_folder() / "js" / "pages").glob("*.js"))


def written(folder: Path, **files: str) -> Path:
    """Write scripts into a folder as ``js/<name>.js``."""
    (folder / "js").mkdir()
    for name, text in files.items():
        (folder / "js" / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_every_page_fits_in_a_parcel_with_each_module_after_what_it_needs(page: str) -> None:
    """Every module that a page imports is in, once, and before whoever takes from it."""
    entry = f"js/pages/{page}"
    text = parcel_of(static_folder(), entry)
    put = re.findall(r'^m\["([^"]+)"\] = ', text, re.MULTILINE)
    wanted = {path for path in modules_of(static_folder(), entry) if path.startswith("js/")}

    assert sorted(put) == sorted(wanted)
    assert put[-1] == entry
    for found in re.finditer(r'= m\["([^"]+)"\];', text):
        assert f'm["{found[1]}"] = ' in text[: found.start()], found[1]


@pytest.mark.skipif(shutil.which("node") is None, reason="a parcel is run by Node")
def test_a_parcel_runs_and_does_what_its_modules_say(tmp_path: Path) -> None:
    """Renamed imports, functions, classes, generators, lists of exports, comments taken out."""
    folder = written(
        tmp_path,
        low="export const ONE = 1;\nconst TWO = 2;\nexport { TWO };\n"
        "export function* up() {\n  yield 3;\n}\n",
        high='import {\n  ONE as one,\n  TWO,\n} from "./low.js";\nexport class Sum {\n  /** x */\n'
        "  get all() {\n    return one + TWO;\n  }\n}\n",
        page='import { Sum } from "./high.js";\nimport { up } from "./low.js";\n'
        "console.log(new Sum().all + [...up()][0]);\n",
    )
    script = tmp_path / "parcel.mjs"
    script.write_text(without_comments(parcel_of(folder, "js/page.js")), encoding="utf-8")
    done = subprocess.run(["node", str(script)], capture_output=True, text=True, check=True)
    assert done.stdout == "6\n"


def test_what_is_loaded_later_keeps_its_address(tmp_path: Path) -> None:
    """A module that is asked for while the page runs comes by itself, from its own place."""
    folder = written(tmp_path, page='const later = () => import("./more.js");\nlater();\n')
    assert 'import("/static/js/more.js")' in parcel_of(folder, "js/page.js")


@pytest.mark.parametrize(
    "line",
    [
        'import fs from "./low.js";',
        'import "./low.js";',
        "export default 3;",
        'export * from "./low.js";',
        "export let changing = 1;",
    ],
)
def test_other_ways_to_import_and_export_are_refused(tmp_path: Path, line: str) -> None:
    """What would come out differently is not put into a parcel at all."""
    folder = written(tmp_path, low="export const ONE = 1;\n", page=f"{line}\n")
    with pytest.raises(NotAModule, match=re.escape(line)):
        parcel_of(folder, "js/page.js")


def test_modules_that_need_each_other_are_refused(tmp_path: Path) -> None:
    """There is no order in which they could stand."""
    folder = written(
        tmp_path,
        one='import { b } from "./two.js";\nexport const a = 1;\n',
        two='import { a } from "./one.js";\nexport const b = 1;\n',
    )
    with pytest.raises(NotAModule, match="circle"):
        parcel_of(folder, "js/one.js")


def test_a_parcel_of_styles_holds_what_the_page_names_in_its_order() -> None:
    """The sheets are those that the page links when it is plain; rules are not changed."""
    folder = static_folder()
    base, page = (
        (folder.parent / "templates" / f"{name}.html").read_text(encoding="utf-8")
        for name in ("base", "play")
    )
    linked = re.findall(r'href="/static/css/(\w+)\.css"', base + page)
    assert [sheet.stem for sheet in sheets_of(folder, "play")] == linked

    packed = re.sub(r"\s+", "", styles_of(folder, "play"))
    plain = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets_of(folder, "play"))
    assert packed == re.sub(r"\s+", "", re.sub(r"(?s)/\*.*?\*/", "", plain))
    assert sheets_of(folder, "stage") == []

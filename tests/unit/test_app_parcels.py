"""Laws of parcels: every module once, after what it needs; what is not ours is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from unisono.app.contexts import PlainPlayPage
from unisono.app.languages import LANGUAGES, Language, words_for
from unisono.app.modules import later_of, modules_of
from unisono.app.parcels import (
    NotAModule,
    Speech,
    later_parcel_of,
    parcel_of,
    sheets_of,
    styles_of,
)
from unisono.app.static import static_folder, without_comments

PAGES = sorted(path.name for path in (static_folder() / "js" / "pages").glob("*.js"))


run_by_node = pytest.mark.skipif(shutil.which("node") is None, reason="a parcel is run by Node")


def printed(script: Path) -> str:
    """Run a script by Node and return what it prints."""
    return subprocess.run(["node", str(script)], capture_output=True, text=True, check=True).stdout


def written(folder: Path, **files: str) -> Path:
    """Write scripts into a folder as ``js/<name>.js``."""
    (folder / "js").mkdir()
    for name, text in files.items():
        (folder / "js" / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


ENGLISH = Speech("en", lambda _: {})
PUT = re.compile(r'^m\["([^"]+)"\] \?\?= ', re.MULTILINE)


def ours(entry: str) -> set[str]:
    """Return the modules that another needs, without the vendors' ones."""
    return {path for path in modules_of(static_folder(), entry) if path.startswith("js/")}


def assert_in_order(text: str, there: AbstractSet[str]) -> list[str]:
    """Return what a parcel holds; each module stands before whoever takes from it."""
    for found in re.finditer(r'= m\["([^"]+)"\];', text):
        assert found[1] in there or f'm["{found[1]}"] ??= ' in text[: found.start()], found[1]
    return PUT.findall(text)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_fits_in_a_parcel_with_each_module_after_what_it_needs(page: str) -> None:
    """Every module that a page imports is in, once, and before whoever takes from it."""
    entry = f"js/pages/{page}"
    put = assert_in_order(parcel_of(static_folder(), entry, ENGLISH), set())

    assert sorted(put) == sorted(ours(entry))
    assert put[-1] == entry


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_loads_later_brings_only_what_is_not_there(page: str) -> None:
    """No module of the page comes a second time, and all that is new comes."""
    entry = f"js/pages/{page}"
    for later, there in later_of(static_folder(), entry).items():
        text = later_parcel_of(static_folder(), entry, later, ENGLISH)
        assert there >= ours(entry)
        assert sorted(assert_in_order(text, there)) == sorted(ours(later) - there), later
        assert f'from "/static/parcels/en/{page}"' in text


@run_by_node
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
    script.write_text(without_comments(parcel_of(folder, "js/page.js", ENGLISH)), encoding="utf-8")
    assert printed(script) == "6\n"


@run_by_node
def test_what_did_not_come_is_asked_for_by_another_name_the_next_time(tmp_path: Path) -> None:
    """Firefox never asks again for a script by the name by which it did not come."""
    folder = written(
        tmp_path,
        more='export const name = "";\n',
        page='const bring = () => import("./more.js").then(({ name }) => name, () => "away");\n'
        "globalThis.bring = bring;\n",
    )
    later = tmp_path / "static" / "parcels" / "en" / "page" / "js" / "more.js"
    text = parcel_of(folder, "js/page.js", ENGLISH).replace('"/static/', f'"{tmp_path}/static/')
    script = tmp_path / "ran.mjs"
    script.write_text(
        f'{without_comments(text)}import {{ mkdirSync, writeFileSync }} from "node:fs";\n'
        "const said = [await bring(), await bring()];\n"
        f'mkdirSync("{later.parent}", {{ recursive: true }});\n'
        f'writeFileSync("{later}", "export const name = import.meta.url.split(\'/\').pop();");\n'
        "console.log([...said, await bring(), await bring()].join());\n",
        encoding="utf-8",
    )
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    assert printed(script) == "away,away,more.js?again=2,more.js?again=2\n"


@run_by_node
def test_a_module_that_is_loaded_later_shares_what_is_there(tmp_path: Path) -> None:
    """A module of the page, and one that two later ones need, are each run once."""
    folder = written(
        tmp_path,
        low='console.log("low");\nexport const ONE = 1;\n',
        both='import { ONE } from "./low.js";\nconsole.log("both");\nexport const TWO = ONE + 1;\n',
        more='import { TWO } from "./both.js";\nexport const more = () => TWO;\n',
        most='import { ONE } from "./low.js";\nimport { TWO } from "./both.js";\n'
        "export function most() {\n  return ONE + TWO;\n}\n",
        page='import { ONE } from "./low.js";\nconst all = async () => {\n'
        'const { more } = await import("./more.js");\nconst { most } = await import("./most.js");\n'
        "console.log(ONE, more(), most());\n};\nall();\n",
    )
    parcels = {"page.js": parcel_of(folder, "js/page.js", ENGLISH)}
    for name in ("js/more.js", "js/most.js"):
        parcels[f"page/{name}"] = later_parcel_of(folder, "js/page.js", name, ENGLISH)
    for name, text in parcels.items():
        script = tmp_path / "static" / "parcels" / "en" / name
        script.parent.mkdir(parents=True, exist_ok=True)
        here = without_comments(text).replace('"/static/', f'"{tmp_path}/static/')
        script.write_text(here, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    assert printed(tmp_path / "static" / "parcels" / "en" / "page.js") == "low\nboth\n1 2 3\n"


@run_by_node
def test_texts_come_with_their_words(tmp_path: Path) -> None:
    """Whatever a module of texts says is known before it says it."""
    folder = written(
        tmp_path,
        language="const words = {};\nexport const learn = (more) => Object.assign(words, more);\n"
        "export const say = (text) => words[text] ?? text;\n",
        pageTexts='import { say } from "./language.js";\nexport const HELLO = say("Hello");\n',
        page='import { HELLO } from "./pageTexts.js";\nconsole.log(HELLO);\n',
    )
    german = Speech("de", lambda name: {"Hello": "Grüß Gott"} if name == "pageTexts.js" else {})
    script = tmp_path / "parcel.mjs"
    script.write_text(without_comments(parcel_of(folder, "js/page.js", german)), encoding="utf-8")
    assert printed(script) == "Grüß Gott\n"


@pytest.mark.parametrize("language", LANGUAGES[1:], ids=lambda one: one.tag)
def test_the_play_page_learns_every_word_that_a_plain_one_has(language: Language) -> None:
    """No sentence of it, nor of what it loads later, stays English for want of its words."""
    entry = "js/pages/play.js"
    speech = Speech(language.tag, lambda name: words_for(language, (name,)))
    parcels = [parcel_of(static_folder(), entry, speech)]
    for later in later_of(static_folder(), entry):
        parcels.append(later_parcel_of(static_folder(), entry, later, speech))
    learnt: dict[str, str | list[str]] = {}
    for found in re.finditer(r'^m\["js/language.js"\]\.learn\((.*)\);$', "\n".join(parcels), re.M):
        learnt |= json.loads(found[1])

    assert learnt == words_for(language, PlainPlayPage.texts)


def test_what_is_there_for_sure_is_what_every_way_has_loaded(tmp_path: Path) -> None:
    """A module that is asked for from two places may count only on what both have."""
    folder = written(
        tmp_path,
        page='import("./a.js");\nimport("./b.js");\n',
        a='import { C } from "./c.js";\nimport("./most.js");\nexport const A = C;\n',
        b='import("./most.js");\nexport const B = 1;\n',
        c="export const C = 1;\n",
        most='import { C } from "./c.js";\nexport const most = C;\n',
    )
    assert later_of(folder, "js/page.js")["js/most.js"] == {"js/page.js"}
    assert 'm["js/c.js"] ??=' in later_parcel_of(folder, "js/page.js", "js/most.js", ENGLISH)


def test_what_a_later_module_loads_is_found_and_remarks_are_not_taken_for_code(
    tmp_path: Path,
) -> None:
    """Types that a remark names are nothing to load; vendors' files keep their address."""
    folder = written(
        tmp_path,
        page='/** @type {import("./type.js").T} */\n'
        'const get = () => import("./more.js");\nget();\n',
        more='export const chart = () => import("../vendor/chart.js");\n'
        'export const most = () => import("./most.js");\n',
        most="export const done = 1;\n",
    )
    assert later_of(folder, "js/page.js") == {
        "js/more.js": {"js/page.js"},
        "js/most.js": {"js/page.js", "js/more.js"},
    }
    text = later_parcel_of(folder, "js/page.js", "js/more.js", ENGLISH)
    assert 'anew("/static/vendor/chart.js")' in text
    assert 'anew("/static/parcels/en/page/js/most.js")' in text


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
        parcel_of(folder, "js/page.js", ENGLISH)


def test_modules_that_need_each_other_are_refused(tmp_path: Path) -> None:
    """There is no order in which they could stand."""
    folder = written(
        tmp_path,
        one='import { b } from "./two.js";\nexport const a = 1;\n',
        two='import { a } from "./one.js";\nexport const b = 1;\n',
    )
    with pytest.raises(NotAModule, match="circle"):
        parcel_of(folder, "js/one.js", ENGLISH)


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

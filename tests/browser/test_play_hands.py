"""What a person touches: surfaces, signals, taking part, and the way out; by finger and by key."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, expect

from circles import Circle
from onstage import enter, playing
from pages import DESKTOP, PHONE


async def test_signals_are_silent_and_arrive_as_a_count(browser: Browser, circle: Circle) -> None:
    """Two presses: the sheet, the signal; the sheet closes, the console has a count."""
    async with playing(browser, circle, **PHONE) as it:
        for kind in ("slower", "softer", "cant_hear", "again", "ready", "heart"):
            await it.page.get_by_test_id("more").tap()
            await it.page.get_by_test_id(f"signal-{kind}").tap()
            await expect(it.page.get_by_test_id("sheet")).to_be_hidden()
            await expect(it.page.get_by_test_id("phase")).to_contain_text("Told:")
        assert [row["kind"] for row in it.line.asked("signal")] == [
            "slower",
            "softer",
            "cant_hear",
            "again",
            "ready",
            "heart",
        ]


async def test_sitting_out_is_one_press_and_so_is_coming_back(
    browser: Browser, circle: Circle
) -> None:
    """The button says what it will do; the card says what is."""
    async with playing(browser, circle, **PHONE) as it:
        button = it.page.get_by_test_id("sit")
        await button.tap()
        await expect(it.page.get_by_test_id("now-word")).to_have_text("You sit out")
        await expect(button).to_have_text("Join in")
        await button.tap()
        await expect(button).to_have_text("Sit out")
        await expect(it.page.get_by_test_id("now-word")).not_to_have_text("You sit out")

        await it.page.get_by_test_id("more").tap()
        await it.page.get_by_test_id("mode-listen").check()
        await expect(it.page.get_by_test_id("now-word")).to_have_text("You listen")
        await it.page.get_by_test_id("mode-unmeasured").check()
        await it.page.keyboard.press("Escape")
        await expect(it.page.get_by_test_id("phase")).to_contain_text("just for you")


async def test_how_i_am_doing_is_told_to_me_alone_and_in_words(
    browser: Browser, circle: Circle
) -> None:
    """Asked by a button, answered in a sentence; a device that is off is offered a check."""
    async with playing(browser, circle, **PHONE) as it:
        await it.page.get_by_test_id("more").tap()
        await it.page.get_by_test_id("howami").tap()
        answer = it.page.get_by_test_id("mine")
        await expect(answer).to_contain_text("Play a little longer")
        it.line.say("mine", {"word": "behind", "again": True})
        await expect(answer).to_contain_text("A little after the circle")
        await expect(answer).to_contain_text("sound check")
        text = await it.page.get_by_test_id("sheet").inner_text()
        assert not any(letter.isdigit() for letter in text)


async def test_strokes_have_surfaces_and_keys_and_travel_with_the_taps(
    browser: Browser, circle: Circle
) -> None:
    """Four surfaces by finger; F J K D by place; any other key plays, too."""
    async with playing(browser, circle, **PHONE) as it:
        await it.page.get_by_test_id("me").tap()
        await it.page.get_by_test_id("surfaces-4").check()
        await it.page.get_by_text("Done").tap()
        await expect(it.page.get_by_test_id("pad")).to_be_hidden()
        for stroke in ("bass", "tone", "slap", "rim"):
            await it.page.get_by_test_id(f"pad-{stroke}").tap()
            await asyncio.sleep(0.1)
        for key in ("f", "j", "k", "d"):
            await it.page.keyboard.press(key)
        await it.page.evaluate("document.activeElement.blur()")
        await it.page.keyboard.press("PageDown")
        await asyncio.sleep(0.8)
        strokes = [row[6] for batch in it.line.asked("taps") for row in batch["taps"]]
        assert strokes[:8] == ["bass", "tone", "slap", "rim"] * 2
        assert len(strokes) == 9


async def test_section_part_and_tags_are_of_ones_own_choosing(
    browser: Browser, circle: Circle
) -> None:
    """Chosen under one's own figure, told to the server, remembered on the device."""
    async with playing(browser, circle, **PHONE) as it:
        await it.page.get_by_test_id("me").tap()
        await it.page.get_by_test_id("my-section").fill("alto")
        await it.page.get_by_label("wears glasses").check()
        await it.page.get_by_text("Done").tap()
        await asyncio.sleep(0.3)
        told = it.line.asked("profile")[-1]
        assert (told["section"], told["tags"]) == ("alto", ["wears glasses"])
        await it.lead.until(
            lambda: any(one.section == "alto" for one in it.lead.view.circle.values())
        )
        await it.page.get_by_test_id("me").tap()
        await expect(it.page.get_by_label("wears glasses")).to_be_checked()


async def test_a_call_that_is_handed_over_is_played_held_and_sent(
    browser: Browser, circle: Circle
) -> None:
    """Hold, tap, let go: the onsets travel as session times; a press each way does as well."""
    async with playing(browser, circle, 100.0, **DESKTOP) as it:
        await it.lead.hand(it.seat)
        hold = it.page.get_by_test_id("call-hold")
        await hold.wait_for()
        await expect(it.page.get_by_test_id("live")).to_contain_text("The call is yours")
        box = await hold.bounding_box()
        assert box is not None
        await it.until(it.next_bar() - 0.3)
        await it.page.mouse.move(box["x"] + 20, box["y"] + 20)
        await it.page.mouse.down()
        start_s = it.lead.now_s()
        for _ in range(3):
            await it.page.keyboard.press("x")
            await asyncio.sleep(0.3)
        await it.page.mouse.up()
        await asyncio.sleep(0.3)
        call = it.line.asked("livecall")[-1]
        assert len(call["onsets"]) == 3
        assert abs(call["onsets"][0][0] - start_s) < 0.2
        assert call["bars"] == 1

        await hold.focus()
        await it.page.keyboard.press("Enter")
        await it.page.get_by_test_id("pad").click()
        await hold.focus()
        await it.page.keyboard.press("Enter")
        await asyncio.sleep(0.3)
        assert len(it.line.asked("livecall")) == 2
        await it.lead.hand(None)
        await expect(hold).to_be_hidden()


async def test_letters_from_the_facilitator_are_shown_said_and_put_away(
    browser: Browser, circle: Circle
) -> None:
    """A note, a text to listen with, a request; the pad stays free the whole time."""
    async with playing(browser, circle, **PHONE) as it:
        it.line.say("note", {"text": "Lovely. Listen to the low drum."})
        letter = it.page.get_by_test_id("letter")
        await expect(letter).to_contain_text("Listen to the low drum")
        await expect(it.page.get_by_test_id("live")).to_contain_text("Listen to the low drum")
        await it.page.get_by_test_id("pad").tap()
        await letter.get_by_text("OK").tap()
        await expect(letter).to_have_count(0)
        activity = {"index": 1, "kind": "listen", "title": "Rain", "text": "Close your eyes."}
        it.line.say("activity", {"activity": activity})
        await expect(letter).to_contain_text("Close your eyes.")
        it.line.say("activity", {"activity": None})
        await expect(letter).to_have_count(0)
        await asyncio.sleep(0.5)
        assert it.line.asked("taps")


async def test_somebody_may_leave_and_take_their_taps_along(
    browser: Browser, circle: Circle
) -> None:
    """The dialog offers to stay, to leave, and to leave nothing behind."""
    page, line = await enter(browser, circle, **PHONE)
    await page.get_by_test_id("leave").tap()
    await page.get_by_test_id("leave-take").tap()
    await expect(page.locator("#farewell-title")).to_be_visible()
    assert line.asked("leave") == [{"take_taps": True}]


async def test_everything_is_reached_by_keyboard_alone(browser: Browser, circle: Circle) -> None:
    """From the link to a signal and out again, without a pointer; keys that play, play."""
    async with playing(browser, circle, **DESKTOP) as it:
        page = it.page
        await page.locator("#pad").focus()
        await page.keyboard.press("Space")
        for _ in range(20):
            await page.keyboard.press("Shift+Tab")
            if await page.evaluate("document.activeElement?.id") == "more-open":
                break
        await page.keyboard.press("Enter")
        await page.get_by_test_id("sheet").wait_for()
        for _ in range(20):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement?.dataset.testid") == "signal-ready":
                break
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("sheet")).to_be_hidden()
        assert it.line.asked("signal") == [{"kind": "ready"}]
        await asyncio.sleep(0.5)
        played = sum(len(batch["taps"]) for batch in it.line.asked("taps"))
        assert played == 1


async def test_where_there_is_room_signals_and_modes_are_one_press(
    browser: Browser, circle: Circle
) -> None:
    """On both sides of the ring; pressed means it is so; on a low screen the sheet has them."""
    async with playing(browser, circle, **PHONE) as it:
        for kind in ("slower", "softer", "cant_hear", "again", "ready", "heart"):
            await it.page.get_by_test_id(f"quick-{kind}").tap()
            await expect(it.page.get_by_test_id("phase")).to_contain_text("Told:")
        assert len(it.line.asked("signal")) == 6
        listen = it.page.get_by_test_id("quick-listen")
        await listen.tap()
        await expect(it.page.get_by_test_id("now-word")).to_have_text("You listen")
        await expect(listen).to_have_attribute("aria-pressed", "true")
        await listen.tap()
        await expect(it.page.get_by_test_id("now-word")).not_to_have_text("You listen")
        await it.page.get_by_test_id("quick-unmeasured").tap()
        await expect(it.page.get_by_test_id("phase")).to_contain_text("just for you")
        await it.page.set_viewport_size({"width": 390, "height": 560})
        await expect(listen).to_be_hidden()
        await expect(it.page.get_by_test_id("quick-heart")).to_be_hidden()


async def test_whoever_takes_their_taps_along_is_offered_them_as_a_file(
    browser: Browser, circle: Circle
) -> None:
    """A line for each tap of this page; without taps there is nothing to offer."""
    async with playing(browser, circle, **PHONE) as it:
        await it.page.get_by_test_id("leave").tap()
        await expect(it.page.get_by_test_id("keep-taps")).to_be_hidden()
        await it.page.keyboard.press("Escape")
        for _ in range(3):
            await it.page.get_by_test_id("pad").tap()
            await asyncio.sleep(0.2)
        await it.page.get_by_test_id("leave").tap()
        async with it.page.expect_download() as coming:
            await it.page.get_by_test_id("keep-taps").tap()
        path = await (await coming.value).path()
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0] == "session_time_s,stroke,source,strength"
        assert len(lines) == 4
        await expect(it.page.locator("#keep-taps-words")).to_contain_text("3")
        await it.page.get_by_test_id("leave-take").tap()
        await expect(it.page.locator("#farewell-title")).to_be_visible()


async def test_the_language_can_be_changed_from_the_pad_and_the_seat_is_kept(
    browser: Browser, circle: Circle
) -> None:
    """In *This is you*: the page comes back in another language, with the same person in it."""
    async with playing(browser, circle, **PHONE) as it:
        before = set(it.lead.view.circle)
        await it.page.get_by_test_id("me").tap()
        await it.page.get_by_test_id("language").select_option("de")
        await expect(it.page.locator("html")).to_have_attribute("lang", "de")
        await expect(it.page.get_by_test_id("me")).to_be_visible()
        assert set(it.lead.view.circle) == before

"""The report in a browser, from its file: the filter, hostile text, contrast, and a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.report import write_report
from eval.runs import Run
from tests.browser.serving import watched
from tests.eval.building import run
from tests.eval.report.making import hostile_run, mixed, right, summed

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
READ = {
    "body text": "main .note, .about, .lead, .facts dt, .voice, #shown",
    "labels": ".badge, .word, .complaint, .yes, .no, .name, .group th, .key .value, a",
    "plots": ".plot svg text, .plot figcaption",
    "quotes": "blockquote, mark, .nearest li, .refusal",
}
CONTRAST = """selector => {
    const rgb = colour => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => {
        const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        return 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    };
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = rgb(getComputedStyle(at).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return [255, 255, 255];
    };
    return [...document.querySelectorAll(selector)].filter(e => e.getClientRects().length).map(element => {
        const style = getComputedStyle(element);
        const drawn = element instanceof SVGElement && style.fill !== "none";
        const pair = [light(rgb(drawn ? style.fill : style.color)), light(behind(element))];
        const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        return { ratio, what: `${element.tagName}: ${element.textContent}` };
    });
}"""


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("report"), run(*mixed()))


def written(folder: Path, made: Run, *others) -> str:
    return write_report(folder, made, summed(made), others)[0].as_uri()


@pytest.fixture
def look(browser) -> Iterator[Callable]:
    """Open a file; afterwards nothing but it was asked for, and nothing had failed."""

    def ours(address: str, asked: str) -> bool:
        return asked.partition("#")[0] == address.partition("#")[0]

    ready = {"selector": "[data-ready]", "state": "attached"}
    with watched(browser, ours, ready, quiet=True, viewport={"width": 1280, "height": 900}) as opened:
        yield opened


def shown(page) -> list[str]:
    """Outcomes of the questions that are to be seen."""
    cards = page.locator("details.question:visible")
    return [card.get_attribute("data-outcome") for card in cards.all()]


def choose(page, value: str) -> None:
    page.locator(f'label:has(input[name="show"][value="{value}"])').click()


def test_the_headline_is_seen(look, report) -> None:
    page = look(report)
    correct = page.locator(".key").first
    expect(correct).to_contain_text("correct")
    expect(correct.locator(".value")).to_have_text("0.33")
    expect(correct).to_be_in_viewport()
    expect(page.locator(".plot svg")).to_have_count(4)


def test_it_filters_to_failures_kinds_outcomes_and_text(look, report) -> None:
    page = look(report)
    status = page.locator("#shown")
    expect(status).to_have_text("7 of 7")
    choose(page, "failures")
    expect(status).to_have_text("4 of 7")
    assert shown(page) == ["wrong", "abstained", "failed", "wrong"]
    page.select_option("select[name=kind]", "attribution")
    assert shown(page) == ["wrong"]
    choose(page, "right")
    expect(page.locator("#none")).to_be_visible()
    page.select_option("select[name=kind]", "")
    page.fill("[name=text]", "SHOP who")
    assert shown(page) == ["right"]


def test_the_address_keeps_the_filter(look, report) -> None:
    page = look(report)
    choose(page, "failures")
    page.fill("[name=text]", "it broke")
    again = look(page.evaluate("location.href"))
    assert shown(again) == ["failed"]
    expect(again.locator("[name=text]")).to_have_value("it broke")


def test_an_address_of_nonsense_shows_all(look, report) -> None:
    page = look(f"{report}#show=nonsense&kind=nonsense&x=%00<script>")
    assert len(shown(page)) == 7


def test_a_kind_of_the_table_filters_to_it(look, report) -> None:
    page = look(report)
    page.locator(".kinds").get_by_role("link", name="unanswerable").click()
    expect(page.locator("#shown")).to_have_text("2 of 7")


def test_a_marker_leads_to_its_quote(look, report) -> None:
    page = look(f"{report}#q1")
    expect(page.locator("#q1")).to_have_attribute("open", "")
    page.locator("#q1 .marker").first.click()
    expect(page.locator("#q1-c1")).to_be_in_viewport()
    expect(page.locator("#q1-c1 mark")).to_have_text("Ann sold the shop.")


def test_the_keyboard_is_enough(look, report) -> None:
    page = look(report)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator('input[name="show"]').first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#shown")).to_have_text("4 of 7")
    page.locator("details.question:visible summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.question[open]")).to_have_count(1)


def test_it_is_a_plain_list_without_script(look, report) -> None:
    page = look(report, java_script_enabled=False)
    expect(page.locator("details.question:visible")).to_have_count(7)
    expect(page.locator("#filter")).to_be_hidden()
    page.locator("details.question summary").first.click()
    expect(page.locator("#q1 mark")).to_be_visible()


def test_hostile_text_is_inert(look, tmp_path: Path) -> None:
    bad = hostile_run()
    page = look(written(tmp_path, bad, summed(bad)))
    page.locator("#unfold").click()
    for name in ("'''", "<script>", "hacked"):
        page.fill("[name=text]", name)
    page.fill("[name=text]", "")
    expect(page.locator("details.question[open]:visible")).to_have_count(3)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0
    assert "<script>window.hacked" in page.locator("#q1 .asked").inner_text()


def test_a_script_that_got_in_would_not_run(look, report, tmp_path: Path, browser) -> None:
    """The page's policy holds even where its escaping would not."""
    source = Path(report.removeprefix("file://")).read_text(encoding="utf-8")
    evil = "<script>window.hacked = 1</script><img src='http://evil.example/x' onerror='window.hacked = 2'>"
    (tmp_path / "broken.html").write_text(source.replace("</main>", f"{evil}</main>"), encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "broken.html").as_uri())
    page.wait_for_selector("[data-ready]", state="attached")
    expect(page.locator("main > img")).to_have_count(1)  # it did get in
    assert page.evaluate("window.hacked") is None
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_dark_and_light(look, report, scheme: str) -> None:
    page = look(report, color_scheme=scheme)
    page.locator("#unfold").click()
    for selector in READ.values():
        found = page.evaluate(CONTRAST, selector)
        assert found, selector
        assert [one for one in found if one["ratio"] < LEAST_CONTRAST] == []


def test_dark_is_dark(look, report) -> None:
    colours = {
        look(report, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert colours == {"rgb(243, 241, 235)", "rgb(19, 20, 22)"}


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_does_not_scroll_sideways(look, tmp_path: Path, width: int) -> None:
    long = right().question.model_copy(update={"question": "Donaudampfschifffahrt" * 20, "id": "l" * 300})
    rows = (*mixed(), right("x").__class__(long, "id-a", (), 0.1, right().reply))
    made = run(*rows, *hostile_run().asked)
    page = look(written(tmp_path, made, summed(made)), viewport={"width": width, "height": 844})
    page.locator("#unfold").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_in_print_the_questions_in_view_are_open(look, report) -> None:
    page = look(report)
    choose(page, "failures")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("details.question[open]:visible")).to_have_count(4)
    expect(page.locator("#filter")).to_be_hidden()

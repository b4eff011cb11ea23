"""For everyone: axe on each view, the policy, live regions, widths, motion, and a hundred turns."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.browser.serving import PATIENCE
from tests.browser.test_page import PHONE, QUESTIONS, UNANSWERABLE, ask
from tests.browser.test_turn import WIDE

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

AXE = Path(__file__).parents[1] / "scripts" / "node_modules" / "axe-core" / "axe.min.js"
RUN = "axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations)"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: make check-js, where there is npm")
    return AXE.read_text("utf-8")


def violations(page, axe: str) -> dict[str, list[str]]:
    """What axe finds, of whatever impact, and where."""
    page.evaluate(axe)
    return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in page.evaluate(RUN)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1360", "390"])
def test_axe_finds_nothing_on_any_view(site, visit, axe, size, scheme):
    page = visit(site, **size, color_scheme=scheme)
    found = {}

    def look(view: str) -> None:
        found[view] = violations(page, axe)

    expect(page.locator("#byline-examples button").first).to_be_visible(timeout=PATIENCE)
    look("start")
    for question in (QUESTIONS[0], "Who speaks in the article?", UNANSWERABLE):
        ask(page, question)
    look("answers")
    page.get_by_role("button", name="This answer is wrong").first.click()
    expect(page.locator(".byline-why").first).to_be_visible()
    page.locator(".byline-marker").first.click()
    expect(page.locator("mark.byline-mark").first).to_be_visible()
    look("a quote in the article")
    page.locator(".byline-people > summary").click()
    page.locator(".byline-person summary").first.click()
    look("who speaks")
    page.locator(".byline-only").first.click()
    look("quotes of one")
    page.get_by_label("Find in the article").fill("guarantees")
    expect(page.locator(".byline-count")).to_contain_text(" of ")
    look("found")
    page.get_by_role("button", name="Edit and ask again").first.click()
    look("an edit")
    page.locator(".byline-history summary").click()
    look("history")
    assert {view: what for view, what in found.items() if what} == {}


def test_axe_would_find_something(site, visit, axe):
    page = visit(site)
    page.evaluate("document.querySelector('#byline-log').append(document.createElement('img'))")
    assert "image-alt" in violations(page, axe)


def test_a_policy_is_sent_and_nothing_inline_runs(site, visit):
    page = visit(site)
    rules = httpx.get(site).headers["content-security-policy"]
    assert "'unsafe-inline'" not in rules.split("script-src")[1].split(";")[0]
    page.evaluate(
        """() => {
            window.refused = [];
            const keep = (event) => window.refused.push(event.effectiveDirective);
            document.addEventListener("securitypolicyviolation", keep);
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            const image = document.createElement("img");
            image.setAttribute("onerror", "window.ran = 2");
            image.src = "data:,";
            document.body.append(script, image);
        }"""
    )
    page.wait_for_function("window.refused.length === 2")
    assert sorted(page.evaluate("window.refused")) == ["script-src-attr", "script-src-elem"]
    assert page.evaluate("window.ran") is None


def test_the_page_says_what_became_of_a_question_once(site, visit):
    page = visit(site)
    page.evaluate(
        """() => {
            window.said = [];
            const status = document.querySelector("#byline-status");
            new MutationObserver(() => window.said.push(status.textContent))
                .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    ask(page, QUESTIONS[0])
    said = page.evaluate("window.said")
    assert said[-1] == "An expert at the Valdai Club [1]. 1 quote."
    assert len(said) == len(set(said))
    live = page.locator("#byline-chat [aria-live]:not([aria-live=off])").evaluate_all(
        "regions => regions.map(region => region.className)"
    )
    assert live == ["byline-noted"]


@pytest.mark.parametrize("width", [390, 680, 1360, 1920])  # 680: 1360 at a zoom of 200 %
def test_nothing_is_cut_off_at_any_width(site, visit, width):
    page = visit(site, viewport={"width": width, "height": 800})
    word = "Donaudampfschifffahrtsgesellschaftskapitän" * 6
    turn = ask(page, f"Who is {word}?")
    expect(turn.locator(".byline-question")).to_contain_text(word)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_motion_is_left_out_where_it_is_not_wanted(site, visit):
    page = visit(site, reduced_motion="reduce")
    stage = "<p class=byline-stage>Reading…</p>"
    page.evaluate(f"document.querySelector('#byline-log').insertAdjacentHTML('beforeend', '{stage}')")
    moves = page.locator(".byline-stage").evaluate("s => getComputedStyle(s, '::before').animationName")
    assert moves == "none"


def test_a_hundred_turns_stay_usable(site, visit):
    page = visit(site)
    ask(page, QUESTIONS[0])
    page.wait_for_function("localStorage.length === 1")
    key, kept = page.evaluate("Object.entries(localStorage)[0]")
    [chat] = json.loads(kept)
    chat["turns"] *= 100
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [key, json.dumps([chat])])
    page.reload()
    turns = page.locator(".byline-turn")
    expect(turns).to_have_count(100)
    expect(turns.last).to_be_in_viewport()
    drawn = turns.evaluate_all(
        "all => all.filter(t => t.querySelector('.byline-tools')"
        ".checkVisibility({ contentVisibilityAuto: true })).length"
    )
    assert drawn < 20
    ask(page, QUESTIONS[1])
    expect(turns).to_have_count(101)

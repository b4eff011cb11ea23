"""What a page hides from its reader is no part of the article."""

import pytest
from lxml import html

from index.read.hidden import without_hidden

SEEN = "The mill in Oslo closes in May."
MORE = "It employs forty."
SECRET = "The mill stays open."


def left(body: str, head: str = "") -> str:
    page = f"<html><head>{head}</head><body><p>{SEEN} </p>{body}<p>{MORE}</p></body></html>"
    return " ".join(without_hidden(html.fromstring(page)).find("body").text_content().split())


@pytest.mark.parametrize(
    "body",
    [
        f"<p hidden>{SECRET}</p>",
        f'<p aria-hidden="true">{SECRET}</p>',
        f"<template><p>{SECRET}</p></template>",
        f'<p class="a x b">{SECRET}</p>',
        f'<p id="y">{SECRET}</p>',
        *(
            f'<div style="{style}"><p>{SECRET}</p></div>'
            for style in (
                "display:none", "DISPLAY : None !important", "color:red; visibility: hidden", "opacity:0.0",
                "font-size:0", "font-size: 0px;", "font-size:1px", "position:absolute;left:-9999px",
                "text-indent:-1000em", "height:0;overflow:hidden", "overflow:hidden; max-height: 0px",
                "clip: rect(0 0 0 0)", "clip:rect(1px, 1px, 1px, 1px);", "clip-path: inset(50%)",
                "color:transparent", "color:#fff", "color: WHITE", "color:rgb(255, 255, 255)",
            )
        ),
    ],
)  # fmt: skip
def test_hidden(body: str) -> None:
    sheet = "<style>/* .z{} */ .x, p#y { display:none } .seen{color:red}</style>"
    assert left(body, sheet) == f"{SEEN} {MORE}"


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SECRET}</p>",
        f'<p aria-hidden="false">{SECRET}</p>',
        f'<p class="paper">{SECRET}</p>',
        f'<p class="faded">{SECRET}</p>',
        f'<div style="background:#000"><p style="color:#fff">{SECRET}</p></div>',
        f'<table bgcolor="black"><tr><td style="color:white">{SECRET}</td></tr></table>',
        *(
            f'<p style="{style}">{SECRET}</p>'
            for style in (
                "display:block", "opacity:0.9", "font-size:0.9em", "font-size:10px", "left:-4px",
                "overflow:hidden", "height:0", "color:#fffbe0", "background-color:white", "line-height:0.9",
                "not a style", "",
            )
        ),
    ],
)  # fmt: skip
def test_seen(body: str) -> None:
    sheet = "<style>@media print { .paper { display:none } } .other .faded { opacity:0 }</style>"
    assert SECRET in left(body, sheet)


def test_the_text_after_a_hidden_element_stays() -> None:
    body = f'<p>Ann <b style="opacity:0">{SECRET}</b>Lee, <i>owner</i><b hidden>{SECRET}</b> and baker.</p>'
    assert "Ann Lee, owner and baker." in left(body)


def test_a_page_that_is_hidden_until_its_script_runs_is_still_read() -> None:
    page = f'<html><body style="opacity:0" hidden><main style="display:none">{SEEN}</main></body></html>'
    assert without_hidden(html.fromstring(page)).text_content() == SEEN

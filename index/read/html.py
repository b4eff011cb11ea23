"""Web pages and saved pages: HTML and XHTML."""

from __future__ import annotations

import re
from typing import Any

from ..document import Document
from ..errors import ArticleError
from . import decode, dialogs, grids, pagedata, raised
from .body import Body
from .extract import REFUSED_SHARE, main_text
from .hidden import without_hidden

_UNSAFE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What lxml does not take: control characters, lone surrogates, and the two that are none."""


def read(body: Body) -> Document:
    """The main text of a page, and what the page says of itself.

    :raises ArticleError: if it is no page, no article can be told from the page around it, or most of its
        prose would be lost.
    """
    tree = parse(decode.page(body).replace(grids.MARK, ""))
    if tree is None:
        raise ArticleError(f"{body.name} holds no HTML: expected a page")
    said = pagedata.read(tree, body.url)
    blocks, share = main_text(seen(tree))
    if not blocks:
        raise ArticleError(f"{body.name} holds no article text that could be told from the page around it")
    if share < REFUSED_SHARE:
        raise ArticleError(
            f"{body.name}: only {share:.0%} of the page's prose could be told from what stands around it: "
            "save the article's own text in a file, and add that"
        )
    return said.document(blocks)


def parse(text: str) -> Any:
    """The lxml tree of a page; None of what holds no element."""
    from lxml import etree, html

    text = _UNSAFE.sub(" ", text)
    try:
        tree = html.document_fromstring(
            text.encode("utf-8"), html.HTMLParser(encoding="utf-8", huge_tree=True)
        )
    except (etree.LxmlError, ValueError):
        return None
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    for element in tree.iter():  # what numeric references such as &#1; bring in
        element.text = _UNSAFE.sub(" ", element.text) if element.text else element.text
        element.tail = _UNSAFE.sub(" ", element.tail) if element.tail else element.tail
    return tree


def seen(tree: Any) -> Any:
    """The page as its reader sees it: without dialogs and hidden parts, figures and tables in letters.

    :param tree: changed and returned.
    """
    return grids.settle(raised.settle(without_hidden(dialogs.settle(tree))))

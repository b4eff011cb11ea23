"""Files and addresses in, articles out, and an ArticleError of one line for everything else."""

from __future__ import annotations

import io
import json
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest

from index import Article, ArticleError, Settings
from index.read import read

TITLE = "Bridge to reopen"
FIRST = "The old bridge will reopen in May after two years of repairs, the port authority says."
SECOND = "Ferries go on running until then, and tickets stay at the price of last year for everyone."
BODY = f"{FIRST}\n\n{SECOND}"
PRINTED = [*textwrap.wrap(FIRST, 60), *textwrap.wrap(SECOND, 60)]
TEXT = f"{TITLE}\n\n{BODY}\n"
HTML = f"""<!doctype html><html lang="en"><head><title>{TITLE} | Harbour Post</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Harbour Post">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-03-03">
</head><body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>{TITLE}</h1><p>{FIRST}</p><h2>What comes next</h2><p>{SECOND}</p></article>
<footer>All rights reserved</footer><script>alert("x")</script></body></html>"""


def pdf(lines: list[str]) -> bytes:
    """The smallest PDF that shows these lines, one below the other."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 11 Tf 40 780 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 820] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n%s" % table
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def word(*paragraphs: tuple[str, str | None]) -> bytes:
    document = docx.Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read_bytes(body: bytes, name: str, folder: Path, settings: Settings) -> Article:
    path = folder / name
    path.write_bytes(body)
    return read(path, settings)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.txt", TEXT.encode()),
        ("A.TXT", TEXT.encode()),
        ("a", TEXT.encode()),
        ("a.md", f"# {TEXT}".encode()),
        ("a.txt", TEXT.encode("utf-8-sig")),
        ("a.txt", TEXT.encode("utf-16")),
        ("a.docx", word((TITLE, None), (FIRST, None), (SECOND, None))),
        ("a.pdf", pdf([TITLE, *PRINTED])),
    ],
    ids="txt upper-case no-ending markdown bom utf-16 docx pdf".split(),
)
def test_every_kind_gives_the_same_article(
    name: str, body: bytes, tmp_path: Path, settings: Settings
) -> None:
    article = read_bytes(body, name, tmp_path, settings)
    assert (article.title, article.text) == (TITLE, BODY)
    assert article.source == str(tmp_path / name)


@pytest.mark.parametrize(
    "meta", ['<meta charset="windows-1251">', "<META content='text/html; charset=cp1251'>"]
)
def test_html_of_the_charset_that_it_names(tmp_path: Path, settings: Settings, meta: str) -> None:
    page = f"<html><head>{meta}</head><body><article><p>{'Мост закрыли в пятницу. ' * 9}</p></article></body>"
    article = read_bytes(page.encode("cp1251"), "a.html", tmp_path, settings)
    assert article.text.startswith("Мост закрыли в пятницу.")


def test_html(tmp_path: Path, settings: Settings) -> None:
    article = read_bytes(HTML.encode(), "a.html", tmp_path, settings)
    assert article.text == f"{FIRST}\n\nWhat comes next\n\n{SECOND}"
    assert [article.text[h.start : h.end] for h in article.headings] == ["What comes next"]
    assert (article.title, article.outlet, article.author, article.published) == (
        TITLE,
        "Harbour Post",
        "Ann Lee",
        "2024-03-03",
    )


def test_word_headings(tmp_path: Path, settings: Settings) -> None:
    body = word((TITLE, "Title"), (FIRST, None), ("What: comes next.", "Heading 1"), (SECOND, None))
    article = read_bytes(body, "a.docx", tmp_path, settings)
    assert [article.text[h.start : h.end] for h in article.headings] == ["What: comes next."]


def test_path_as_text_and_home_folder(home: Path, settings: Settings) -> None:
    (home / "a.txt").write_text(TEXT, encoding="utf-8")
    assert read("a.txt", settings) == read("./a.txt", settings).from_dict(read("a.txt", settings).to_dict())
    assert read("~/a.txt", settings).text == BODY


class TestSidecar:
    def test_wins_over_the_text(self, tmp_path: Path, settings: Settings) -> None:
        (tmp_path / "a.json").write_text(json.dumps({"author": "Desk", "outlet": "Harbour Post"}))
        raw = f"{TITLE}\nBy Ann Lee\nMarch 3, 2024\n{BODY}"
        article = read_bytes(raw.encode(), "a.txt", tmp_path, settings)
        assert (article.author, article.outlet, article.published) == (
            "Desk",
            "Harbour Post",
            "March 3, 2024",
        )

    def test_title_is_taken_off_the_text(self, tmp_path: Path, settings: Settings) -> None:
        (tmp_path / "a.json").write_text(json.dumps({"title": TITLE, "source": "the archive"}))
        article = read_bytes(f"Harbour Post\n{TEXT}".encode(), "a.txt", tmp_path, settings)
        assert (article.title, article.source) == (TITLE, "the archive")
        assert TITLE not in article.text

    @pytest.mark.parametrize("content", ["{", "[]", '{"titel": "x"}', '{"title": 3}', '"x"'])
    def test_bad_one_is_refused(self, content: str, tmp_path: Path, settings: Settings) -> None:
        (tmp_path / "a.json").write_text(content)
        with pytest.raises(ArticleError, match=r"metadata file .*a\.json") as caught:
            read_bytes(TEXT.encode(), "a.txt", tmp_path, settings)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\n", "is empty"),
        ("a.pdf", b"", "is empty"),
        ("a.txt", b"abc\x00def", "binary data"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary data"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "unknown kind '.png'"),
        ("a.json", b"{}", "unknown kind '.json'"),
        ("a.html", b"<html><body></body></html>", "no article text"),
        ("a.pdf", pdf([]), "no text"),
        ("a.pdf", b"%PDF-1.4 but not really", "is not a PDF"),
        ("a.pdf", pdf([FIRST])[:200], "is not a PDF"),
        ("a.docx", b"not a zip", "is not a Word document"),
        ("a.docx", word((FIRST, None))[:-200], "is not a Word document"),
    ],
)
def test_what_cannot_be_read_is_refused(
    name: str, body: bytes, message: str, tmp_path: Path, settings: Settings
) -> None:
    with pytest.raises(ArticleError, match=message) as caught:
        read_bytes(body, name, tmp_path, settings)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_damage_anywhere_is_an_article_error_at_worst(kind: str, tmp_path: Path, settings: Settings) -> None:
    whole = {"pdf": pdf([TITLE, FIRST]), "docx": word((FIRST, None)), "html": HTML.encode()}[kind]
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        broken = bytearray(whole)
        broken[at : at + 4] = b"<\x00>9"
        try:
            read_bytes(bytes(broken), f"a.{kind}", tmp_path, settings)
        except ArticleError:
            continue


def test_missing_file(settings: Settings) -> None:
    for name in ("nowhere.txt", "x" * 5000, "a\0b", "nowhere/\n.txt"):
        with pytest.raises(ArticleError):
            read(name, settings)


def test_folder(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(ArticleError, match="is not a file"):
        read(tmp_path, settings)


def test_file_over_the_limit(tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"), max_upload_mb=0.001)
    with pytest.raises(ArticleError, match=r"more than max_upload_mb = 0\.001"):
        read_bytes(TEXT.encode() * 10, "a.txt", tmp_path, settings)
    assert read_bytes(TEXT.encode(), "a.txt", tmp_path, settings).text == BODY


@dataclass
class Site:
    """A web site on this machine: what each path answers, and the requests that came."""

    port: int
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.requests.append((self.path, self.headers["Host"]))
            status, headers, body = served.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for key, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


def html(body: bytes = HTML.encode()) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "text/html; charset=utf-8"}, body


class TestUrl:
    @pytest.fixture
    def open_settings(self, tmp_path: Path) -> Settings:
        return Settings(store=str(tmp_path / "store"), allow_private_urls=True, max_upload_mb=0.01)

    def test_page(self, site: Site, open_settings: Settings) -> None:
        site.pages["/bridge"] = html()
        article = read(site.url("/bridge", host="localhost"), open_settings)
        assert article.title == TITLE
        assert article.source == site.url("/bridge", host="localhost")
        assert site.requests == [("/bridge", f"localhost:{site.port}")]

    def test_credentials_in_the_address_are_not_sent_as_the_host(
        self, site: Site, open_settings: Settings
    ) -> None:
        site.pages["/bridge"] = html()
        read(f"http://ann:secret@127.0.0.1:{site.port}/bridge", open_settings)
        assert site.requests == [("/bridge", f"127.0.0.1:{site.port}")]

    @pytest.mark.parametrize(
        ("path", "content_type", "body"),
        [
            ("/a", "text/plain; charset=utf-8", TEXT.encode()),
            ("/a.pdf", "application/octet-stream", pdf([TITLE, *PRINTED])),
            ("/a", "application/pdf", pdf([TITLE, *PRINTED])),
            ("/a.txt", "", TEXT.encode()),
        ],
    )
    def test_kind(
        self, path: str, content_type: str, body: bytes, site: Site, open_settings: Settings
    ) -> None:
        site.pages[path] = (200, {"Content-Type": content_type}, body)
        assert read(site.url(path), open_settings).text == BODY

    def test_redirect_is_followed(self, site: Site, open_settings: Settings) -> None:
        site.pages["/old"] = (301, {"Location": "/new"}, b"")
        site.pages["/new"] = html()
        assert read(site.url("/old"), open_settings).source == site.url("/new")

    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433"]
    )
    def test_private_address_is_refused_unasked(self, host: str, site: Site, settings: Settings) -> None:
        with pytest.raises(ArticleError, match=r"inside this machine or its network|cannot be found"):
            read(site.url("/bridge", host), settings)
        assert site.requests == []

    @pytest.mark.parametrize(
        "host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fd00::1]"]
    )
    def test_private_networks_are_refused(self, host: str, settings: Settings) -> None:
        with pytest.raises(ArticleError, match=r"inside this machine or its network|cannot be found"):
            read(f"http://{host}/", settings)

    def test_redirect_to_a_private_address_is_refused(
        self, site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from index.read import fetch

        check = fetch._address

        def address(host: str, allow_private: bool) -> str:
            """`news.example` is a public host, which this site plays."""
            return "127.0.0.1" if host == "news.example" else check(host, allow_private)

        monkeypatch.setattr(fetch, "_address", address)
        site.pages["/out"] = (302, {"Location": site.url("/secret")}, b"")
        site.pages["/secret"] = html()
        with pytest.raises(ArticleError, match="inside this machine or its network"):
            read(site.url("/out", host="news.example"), settings)
        assert [path for path, _ in site.requests] == ["/out"]

    @pytest.mark.parametrize(
        "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://[bad", "http://", ""]
    )
    def test_redirect_elsewhere_is_refused(self, target: str, site: Site, open_settings: Settings) -> None:
        site.pages["/out"] = (302, {"Location": target}, b"")
        with pytest.raises(ArticleError, match=r"not an http|cannot be fetched|redirects more than"):
            read(site.url("/out"), open_settings)

    def test_redirect_in_a_circle(self, site: Site, open_settings: Settings) -> None:
        site.pages["/round"] = (302, {"Location": "/round"}, b"")
        with pytest.raises(ArticleError, match="redirects more than 5 times"):
            read(site.url("/round"), open_settings)
        assert len(site.requests) == 6

    def test_missing_page(self, site: Site, open_settings: Settings) -> None:
        with pytest.raises(ArticleError, match="answered 404 Not Found"):
            read(site.url("/nowhere"), open_settings)

    def test_page_over_the_limit(self, site: Site, open_settings: Settings) -> None:
        site.pages["/long"] = html(b"x" * 20_000)
        with pytest.raises(ArticleError, match=r"larger than max_upload_mb = 0\.01"):
            read(site.url("/long"), open_settings)

    def test_nobody_answers(self, site: Site, open_settings: Settings) -> None:
        site.pages["/cut"] = (200, {"Content-Length": "999"}, b"x")
        with pytest.raises(ArticleError, match="cannot be fetched"):
            read(site.url("/cut"), open_settings)
        with pytest.raises(ArticleError, match=r"cannot be fetched|cannot be found"):
            read("http://127.0.0.1:1/", open_settings)

    @pytest.mark.parametrize(
        "url", ["http://", "http://[bad/", "http://a:b/", "HTTPS://", "http://a b/", "http://\0/"]
    )
    def test_malformed_address(self, url: str, open_settings: Settings) -> None:
        with pytest.raises(ArticleError):
            read(url, open_settings)

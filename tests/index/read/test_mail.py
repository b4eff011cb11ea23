"""E-mails: the letter itself, its quoted replies, and who wrote it when."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from index import Article, ArticleError, Settings

from .papers import read_bytes

Read = Callable[[bytes], Article]
TEXT = "The bridge will reopen in May after two years of repairs, the port authority says."
HEAD = b"From: Ann Lee <ann@example.org>\r\nSubject: The bridge\r\nDate: Sun, 03 Mar 2024 23:30:00 -0500\r\n"


@pytest.fixture
def read_mail(tmp_path: Path, settings: Settings) -> Read:
    return lambda data: read_bytes(data, "a.eml", tmp_path, settings)


def test_subject_sender_and_the_senders_day(read_mail: Read) -> None:
    article = read_mail(HEAD + f"\r\n{TEXT}\r\n".encode())
    assert (article.title, article.author, article.published, article.text) == (
        "The bridge",
        "Ann Lee",
        "2024-03-03",
        TEXT,
    )


def test_encoded_headers_and_body(read_mail: Read) -> None:
    head = b"From: =?utf-8?q?Ren=C3=A9?= <r@example.org>\r\nSubject: =?windows-1251?b?zO7x8g==?=\r\n"
    how = b"Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: "
    article = read_mail(
        head
        + how
        + b"quoted-printable\r\n\r\nThe toll is =80 4 =96 forty cents more, the port said on Fri=\r\nday."
    )
    assert (article.title, article.author) == ("Мост", "René")
    assert article.text == "The toll is € 4 – forty cents more, the port said on Friday."


def test_plain_text_goes_before_html_and_attachments_are_left_out(read_mail: Read) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "ann@example.org", "The bridge"
    message.set_content(TEXT)
    message.add_alternative(f"<p>{TEXT} In HTML.</p>", subtype="html")
    message.add_attachment("Not part of the letter.", filename="a.txt")
    article = read_mail(message.as_bytes())
    assert (article.text, article.author) == (TEXT, "ann@example.org")


def test_html_alone(read_mail: Read) -> None:
    message = EmailMessage()
    message["Subject"] = "The bridge"
    message.set_content(f"<html><body><p>{TEXT}</p><div>Ann</div></body></html>", subtype="html")
    assert read_mail(message.as_bytes()).text == f"{TEXT}\n\nAnn"


def test_quoted_replies_stay_and_flowed_lines_are_joined(read_mail: Read) -> None:
    body = (
        "Content-Type: text/plain; format=flowed\r\n\r\n"
        "No, the ferries go on as they did \r\nall winter, until the end of May.\r\n\r\n"
        "On Friday Per Lind wrote:\r\n> Will the ferries stop when the \r\n> bridge is open again?\r\n"
    )
    assert read_mail(HEAD + body.encode()).text.split("\n\n") == [
        "No, the ferries go on as they did all winter, until the end of May.",
        "On Friday Per Lind wrote:",
        "Will the ferries stop when the bridge is open again?",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no letter at all", "is not an e-mail"),
        (HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\nAAAA", "encrypted"),
        (HEAD + b"Content-Type: image/png\r\n\r\nAAAA", "holds no text"),
    ],
)
def test_refused(data: bytes, reason: str, read_mail: Read) -> None:
    with pytest.raises(ArticleError, match=reason):
        read_mail(data)

"""Which language a text is in; the texts are invented."""

import pytest

from index.language import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council closed the old bridge on Monday evening.", "en"),
        ("Der Rat hat die alte Brücke gestern Abend gesperrt.", "de"),
        ("Le conseil a fermé le vieux pont hier soir.", "fr"),
        ("Совет закрыл старый мост вчера вечером до весны.", "ru"),
        ("Two words", None),
        ("", None),
    ],
)
def test_a_language_is_told_from_eight_words_on(text: str, code: str | None) -> None:
    assert detect(text) == code

"""Who said it, sentence by sentence; all names are invented."""

from __future__ import annotations

import pytest

from index import Article, Library
from index.split import sentences

LEE = "Marta Lindqvist"
BERG = "Tomas Berg"
NOVAK = "Jana Novak"
NOBODY: tuple[str | None, bool] = (None, False)


def said(text: str) -> list[tuple[str | None, bool]]:
    return [(sentence.speaker, sentence.direct) for sentence in sentences(Article(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one sentence, its attribution before, after, inverted, in the middle
        (f'"The bridge will reopen in May," {LEE} said.', [(LEE, True)]),
        (f'"The bridge will reopen in May," said {LEE}, head of the port.', [(LEE, True)]),
        (f"“The bridge will reopen in May,” said {LEE}, head of the port.", [(LEE, True)]),
        (f'"Why should we wait for it?" {LEE} asked.', [(LEE, True)]),
        (f'"Why should we wait for it?" asked {LEE}.', [(LEE, True)]),
        (f'{LEE} said: "The bridge will reopen in May."', [(LEE, True)]),
        (f"{LEE} told the Harbour Post that the bridge will reopen in May.", [(LEE, False)]),
        (f"The bridge, {LEE} says, will reopen in May.", [(LEE, False)]),
        (f"According to {LEE}, the bridge will reopen in May.", [(LEE, False)]),
        (f"The bridge will reopen in May, according to {LEE}.", [(LEE, False)]),
        (f"In the words of {LEE}, the bridge is an old friend.", [(LEE, False)]),
        # the hearer is not the speaker; short quotations; names that are also titles or peoples
        (f'"It is a disgrace," {LEE}, the head librarian, told the Harbour Post.', [(LEE, True)]),
        (f'"We will wait," said {BERG}. "Nothing is lost."', [(BERG, True), (BERG, True)]),
        (
            "Council leader Stephen King said that it was late. He denied that it was lost.",
            [("Stephen King", False), ("Stephen King", False)],
        ),
        ("Mr. Sarkisian told reporters that it was late.", [("Sarkisian", False)]),
        # descriptions of the speaker
        (f"{LEE}, the head of the port, said that it was ready.", [(LEE, False)]),
        (f"{LEE}, 54, added that it was late.", [(LEE, False)]),
        (f"The mayor's spokesman, {BERG}, said that it was late.", [(BERG, False)]),
        (f"Prime Minister {LEE} announced that it was ready.", [(LEE, False)]),
        (f"{BERG} met {LEE} on the pier. Mr. Berg added that it was late.", [NOBODY, (BERG, False)]),
        ("Mr. Berg added that it was late.", [("Berg", False)]),
        # an earlier sentence
        (
            f"The bridge will reopen in May. This was stated to the Harbour Post by the mayor {BERG}.",
            [(BERG, False), (BERG, False)],
        ),
        (f'{BERG} is the mayor of Lund. "We need more time to finish," he said.', [NOBODY, (BERG, True)]),
        (f"Ambassador {NOVAK} arrived. The talks will go on, the diplomat noted.", [NOBODY, (NOVAK, False)]),
        (
            f"Police reported a crash. {BERG} was on the pier. He said it was loud.",
            [("police", False), NOBODY, (BERG, False)],
        ),
        # quotations of several sentences
        (f'"We will not leave," {NOVAK} said. "They matter to us all."', [(NOVAK, True)] * 2),
        (f'"We will not leave. They matter. They matter to us all," {NOVAK} said.', [(NOVAK, True)] * 3),
        (
            f'{NOVAK} said: "We will not leave. They matter. They matter to us all." It rained.',
            [(NOVAK, True)] * 3 + [NOBODY],
        ),
        (f'{NOVAK} was clear, {BERG} said. "She will not leave the talks."', [(BERG, False), (BERG, True)]),
        # paragraphs opened by a dash, or by a mark that never closes
        (f"— We will not leave, — {NOVAK} said. — They matter too much.", [(NOVAK, True)] * 2),
        (
            f'—We will not leave," {NOVAK} told the Harbour Post. — They matter. And they last.',
            [(NOVAK, True)] * 3,
        ),
        (f"“We will not leave,” {NOVAK} said. “They matter.", [(NOVAK, True)] * 2),
        # bodies and outlets
        ("The Harbour Post reported that the bridge will reopen.", [("Harbour Post", False)]),
        ("The Harbour Post newspaper wrote that the bridge will reopen.", [("Harbour Post", False)]),
        ("The bridge was closed, police said.", [("police", False)]),
        ("Lund council said that the bridge will reopen.", [("Lund council", False)]),
        ("The council said the bridge will reopen.", [("council", False)]),
        ("Officials denied the report.", [("officials", False)]),
        # sources without a name, and who is meant by "the spokesperson" and "they" later
        (
            "It will reopen, a police spokesperson said. The spokesperson said that it was safe.",
            [("a police spokesperson", False), ("a police spokesperson", False)],
        ),
        (
            "That was denied by two officials of the port. They said it was not safe.",
            [("two officials of the port", False), ("two officials of the port", False)],
        ),
        ("A worker at the port, who gave no name, said it shook.", [("a worker at the port", False)]),
        # behind the verb, a role first
        (f'"It will reopen," replied the judge, {LEE}.', [(LEE, True)]),
        (f'{BERG} wept. "It will reopen," said its chairman, {LEE}, a sailor.', [NOBODY, (LEE, True)]),
        (f"The envoy, the former judge {LEE}, said that it was late.", [(LEE, False)]),
        (f"None of the 20 will go, said {LEE}, who leads the union.", [(LEE, False)]),
        (f"It will reopen, said Lund's director, {LEE}.", [(LEE, False)]),
        (f"It will reopen, said the Rev. {LEE} of Lund.", [(LEE, False)]),
        (f"It will reopen, according to the port's director, {LEE}, in May.", [(LEE, False)]),
        (f"{LEE} of the port argued that it was late.", [(LEE, False)]),
        (f"In her opinion it was late, {LEE} warned.", [(LEE, False)]),
        (f"{LEE} opened the port, saying that it was late.", [(LEE, False)]),
        (f"{LEE} met the mayor in Lund and warned that it was late.", [(LEE, False)]),
        ("Outside court Mr Berg's widow, Agnes, said it was late.", [("Agnes", False)]),
        # words that open a sentence are no names
        (f"{LEE} is a judge. In February: Her actions, she said, were lawful.", [NOBODY, (LEE, False)]),
        (f"Baker {BERG} said that it was late.", [(BERG, False)]),
        # whom a role means
        (
            f"The president, {LEE}, spoke. The minister, {BERG}, left. The president said it was late.",
            [NOBODY, NOBODY, (LEE, False)],
        ),
        (f"The coroner, {LEE}, spoke. The clerk said it was late.", [NOBODY, ("clerk", False)]),
        # he and she
        (
            f'Mrs {NOVAK} met Mr {BERG}. "It is late," he said. "It is," she said.',
            [NOBODY, (BERG, True), (NOVAK, True)],
        ),
        # no speaker: a credit, a noun, a clause that the sentence is not about
        ("Marta Lindqvist is a reporter for The Harbour Post.", [NOBODY]),
        ("Photography by Marta Lindqvist.", [NOBODY]),
        ("The port will close, after engineers found that it had cracked.", [NOBODY]),
        # nobody
        ("The bridge will reopen in May.", [NOBODY]),
        ('The word "bridge" is very old.', [NOBODY]),
        (f"{LEE} did not say when the bridge will open.", [NOBODY]),
        (f"{LEE} declined to say when the bridge will open.", [NOBODY]),
        ("It is said that the bridge is old.", [NOBODY]),
        ("She said the bridge is old.", [NOBODY]),
        ("Officials declined to comment on the report.", [NOBODY]),
        ("It was reported from the four states.", [NOBODY]),
        ("It may build, but the EU avoids discussing Moscow's security guarantees.", [NOBODY]),
        (
            f'It froze. "Nobody had expected so much ice," {BERG} said. It melted.',
            [NOBODY, (BERG, True), NOBODY],
        ),
    ],
)
def test_speaker_and_directness(text: str, expected: list[tuple[str | None, bool]]) -> None:
    assert said(text) == expected


def test_pronoun_means_a_person_not_a_body() -> None:
    assert said('The Harbour Post reported a crash. "I saw it all from the pier," he said.')[1] == NOBODY


def test_spellings_of_one_name_are_one_speaker() -> None:
    text = "Sergei Moroz said it was late.\n\nIt was, Sergey Moroz added."
    assert [speaker for speaker, _ in said(text)] == ["Sergei Moroz", "Sergei Moroz"]


def test_speech_does_not_run_into_the_next_paragraph() -> None:
    assert said(f"— We will not leave, — {NOVAK} said.\n\nIt rained in Lund.") == [(NOVAK, True), NOBODY]


@pytest.mark.parametrize(
    ("start", "speaker", "direct"),
    [
        ("Security guarantees for Russia should be an obligatory part", "Alexander Grushko", False),
        ("This was stated to Izvestia", "Alexander Grushko", False),
        ("Among them is the exclusion", "Alexander Grushko", False),
        ("An international security conference", None, False),
        ("—We recognize", "Alexander Grushko", True),
        ("Without him, no peace treaty", "Alexander Grushko", True),
        ('"We are ready to set out', "Sergei Lavrov", True),
        ("However, according to Alexander Grushko", "Alexander Grushko", False),
        ("— This element is absent", "Alexander Grushko", True),
        ("I'm not even talking", "Alexander Grushko", True),
        ("The United States also does not talk", None, False),
        ("At the same time, Moscow invited Washington", "Sergei Lavrov", False),
        ("Russia may raise the issue", "Andrei Kortunov", False),
        ('"If the Russian side gets a mandate', "Andrei Kortunov", True),
        ("The result of the last round", None, False),
        ("Special Envoy of the US President", "Steve Witkoff", False),
        ("Kirill Dmitriev, the Special", "Kirill Dmitriev", False),
        ("Russian Presidential spokesman", "Dmitry Peskov", False),
        ('"In Anchorage, we accepted', "Sergei Lavrov", True),
        ("— Apart from what they seemed", "Sergei Lavrov", True),
        ("The Financial Times newspaper wrote", "Financial Times", False),
        ("Perhaps this explains why", "Andrei Kortunov", False),
        ("- Trump tells Zelensky", "Andrei Kortunov", True),
        ("I think that's the logic", "Andrei Kortunov", True),
        ("The Reuters news agency", "Reuters", False),
        ("Then he rejected", None, False),
    ],
)
def test_shipped_article(shipped_library: Library, start: str, speaker: str | None, direct: bool) -> None:
    (article,) = shipped_library.articles()
    (found,) = [s for s in shipped_library.sentences(article.id) if s.text.startswith(start)]
    assert (found.speaker, found.direct) == (speaker, direct)


def test_a_list_after_a_colon_is_nobodys_speech() -> None:
    text = (
        f"{LEE} told the council of it. The measures are:\n\n- No lawns are watered.\n\n- No pool is filled."
    )
    assert said(text)[-2:] == [NOBODY, NOBODY]


def test_a_dash_after_words_that_name_a_speaker_opens_their_speech() -> None:
    assert said(f"{LEE} told the council:\n\n— No lawns are watered.")[-1] == (LEE, True)


def test_no_name_ends_with_i() -> None:
    assert said('"Until I was ten we had no cinema," she said. Later I knew why.') == [NOBODY, NOBODY]


def test_somebody_of_a_body_speaks_and_not_the_body() -> None:
    assert said(f"{LEE} of Harbour Bank said that it was late.") == [(LEE, False)]
    assert said(f"{LEE} said that {BERG} of Harbour Bank was late.") == [(LEE, False)]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = f"“We will not leave,” {NOVAK} said. “They matter.\n\n“They last.\n\n“All do.”\n\nIt rained."
    assert said(text) == [(NOVAK, True)] * 4 + [NOBODY]


def test_words_in_quotation_marks_attribute_nothing() -> None:
    text = f'{LEE} said: "People say that {BERG} was late. He told me so."'
    assert said(text) == [(LEE, True)] * 2


def test_the_turns_of_an_interview_are_their_speakers() -> None:
    text = f"{LEE} runs the port.\n\nQ: Is it old?\n\nLindqvist: It is. My father built it."
    assert said(text) == [NOBODY, NOBODY, (LEE, True), (LEE, True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a signature behind a quotation, in its paragraph or in the next one
        (f'"We lost it all. Nobody came." — {LEE}', [(LEE, True), (LEE, True), NOBODY]),
        (f"“We lost it all.”\n\n― {LEE}, a miller", [(LEE, True), NOBODY]),
        (f"The mill is shut.\n\n— {LEE}", [NOBODY, NOBODY]),
        # documents, and sources without a name
        ('"The mill was never safe," the letter reads.', [("letter", True)]),
        ("The clerk reads a lot.", [NOBODY]),
        ("A study of 40 mills shows wheels turning faster.", [("a study of 40 mills", False)]),
        ("One miller said that it was late.", [("one miller", False)]),
        # what was said is rejected; what was asked for is no statement
        (f"{BERG} rejected the criticism.", [(BERG, False)]),
        (f"{BERG} disagreed.", [(BERG, False)]),
        (f"{BERG} rejected a demand for more mills.", [NOBODY]),
        (f"{BERG} had signalled that he could wait.", [(BERG, False)]),
    ],
)
def test_signatures_documents_and_rejections(text: str, expected: list[tuple[str | None, bool]]) -> None:
    assert said(text) == expected


def test_a_speaker_has_a_role_a_form_and_a_cue() -> None:
    found = sentences(
        Article(
            f'The head of the port, {LEE}, said that it was ready. "We wait," she said. It will rain. '
            f"{BERG} denied that. Mr Berg wants a bridge."
        )
    )
    assert [(one.role, one.form, one.cue) for one in found] == [
        ("head of the port", "reported", "said"),
        ("head of the port", "direct", "said"),
        (None, None, None),
        (None, "reported", "denied"),
        (None, "paraphrased", "wants"),
    ]

"""Two runs of the same questions."""

from dataclasses import replace

import pytest

from eval.compare import compare, report
from rag.errors import BylineError
from tests.eval.building import abstention, answer, asked, question, run, unanswerable


def wrong():
    return answer("It rained.", (47, 57))


def test_a_clear_difference_is_shown_and_the_flips_are_named() -> None:
    worse = run(*(asked(question(f"q{n:02}"), wrong() if n < 15 else answer()) for n in range(30)))
    better = run(*(asked(question(f"q{n:02}"), wrong() if n == 20 else answer()) for n in range(30)))
    found = compare(worse, better)
    correct = found.differences[0]
    assert correct.measure.name == "correct"
    assert (correct.first, correct.second) == (0.5, pytest.approx(29 / 30))
    assert correct.verdict == "better"
    assert [(flip.first.question.id, flip.gained) for flip in found.flips][-1] == ("q20", False)
    assert sum(flip.gained for flip in found.flips) == 15
    assert compare(better, worse).differences[0].verdict == "worse"


def test_where_lower_is_better_a_rise_is_worse() -> None:
    quick = run(*(asked(question(f"q{n}"), seconds=0.1 + n / 1000) for n in range(20)))
    slow = run(*(asked(question(f"q{n}"), seconds=0.9 + n / 1000) for n in range(20)))
    (seconds,) = [d for d in compare(quick, slow).differences if d.measure.name == "seconds"]
    assert seconds.change == pytest.approx(0.8)
    assert seconds.verdict == "worse"


def test_a_run_does_not_differ_from_itself() -> None:
    one = run(*(asked(question(f"q{n}"), wrong() if n % 3 else answer()) for n in range(12)))
    found = compare(one, one)
    assert found.flips == ()
    assert {difference.verdict for difference in found.differences} == {"not shown"}
    assert all(difference.change == 0 for difference in found.differences)


def test_few_questions_show_nothing() -> None:
    first = run(asked(question("q1"), wrong()), asked(question("q2")), asked(question("q3")))
    second = run(asked(question("q1")), asked(question("q2")), asked(question("q3"), wrong()))
    assert compare(first, second).differences[0].verdict == "not shown"


def test_five_questions_are_needed_to_show_anything() -> None:
    for count, verdict in ((4, "not shown"), (5, "better")):
        first = run(*(asked(question(f"q{n}"), wrong()) for n in range(count)))
        second = run(*(asked(question(f"q{n}")) for n in range(count)))
        assert compare(first, second).differences[0].verdict == verdict


def test_what_is_no_merit_is_never_better() -> None:
    first = run(*(asked(question(f"q{n}"), abstention()) for n in range(9)))
    second = run(*(asked(question(f"q{n}")) for n in range(9)))
    (answered,) = [d for d in compare(first, second).differences if d.measure.name == "answered"]
    assert (answered.change, answered.verdict) == (1.0, "not shown")


def test_the_same_article_under_another_path_is_the_same_question() -> None:
    first = run(asked(question("q1", article="dev.json#Shop")))
    second = run(asked(question("q1", article="/data/dev.json#Shop")))
    assert compare(first, second).questions == 1
    with pytest.raises(BylineError, match="q1 is not the same in both"):
        compare(first, run(asked(question("q1"), article="id-b")))


def test_only_shared_questions_count_and_the_others_are_counted() -> None:
    first = run(asked(question("q1")), asked(unanswerable("q2"), abstention()))
    second = run(asked(unanswerable("q2"), abstention()), asked(question("q3")))
    found = compare(first, second)
    assert (found.questions, found.alone) == (1, 2)


def test_runs_of_other_questions_are_refused() -> None:
    with pytest.raises(BylineError, match="share no question"):
        compare(run(asked(question("q1"))), run(asked(question("q2"))))
    with pytest.raises(BylineError, match="q1 is not the same in both"):
        compare(run(asked(question("q1"))), run(asked(question("q1", question="Who bought it?"))))


def test_the_text_says_which_way_and_warns_of_chance() -> None:
    first = run(*(asked(question(f"q{n}"), wrong()) for n in range(8)))
    second = run(*(asked(question(f"q{n}")) for n in range(8)))
    text = report(compare(first, second))
    assert "b is better" in text
    assert "by chance alone" in text
    assert "+ only b is right  q0  (fact)  Who sold it?" in text


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [
        ("x86_64: AVX2", "x86_64: AVX2", False),
        ("x86_64: AVX2", "x86_64: AVX2, VNNI", True),
        ("x86_64: AVX2", "", True),
        ("", "", True),
    ],
)
def test_runs_of_two_processors_are_not_compared_unawares(first: str, second: str, warned: bool) -> None:
    made = run(*(asked(question(f"q{n}")) for n in range(5)))
    a, b = (
        replace(made, manifest=made.manifest.model_copy(update={"processor": name}))
        for name in (first, second)
    )
    said = report(compare(a, b))
    assert ("different processors" in said) == warned
    assert (f"  b: {second or 'not stated'}\n" in said) == warned

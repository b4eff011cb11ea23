"""The verifier as a judge, and its two baselines, on quotes and on a whole article."""

import hashlib
import json
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from eval.judge import (
    Judgement,
    OverlapJudge,
    SimilarityJudge,
    VerifierJudge,
    default_judge,
    fitted_on,
)
from eval.judge.features import WEIGHTS, Features, Weights, lacking
from eval.judge.fit import SETS, Part, figures, fit, held_out, left_out, main, part
from eval.judge.labels import Labelled
from eval.judge.source import Held, SentenceVectors, sentences
from index.embed import Embedder
from rag.errors import BylineError
from rag.verify.verdict import backing, verdict
from rag.words import Vocabulary, recall

DATA = Path(__file__).parents[4] / "shared" / "data"
QUOTE = "Ann Lee sold 300 boats to the harbour in May 2003."
ARTICLE = "\n".join(
    [
        "Ann Lee is a builder of small wooden boats. She has lived in Northport since 1987.",
        QUOTE,
        "The mayor, Bob Stone, praised her work. He did not buy a boat himself.",
        "The harbour was built by the town a hundred years ago. Fishing is its main trade.",
        "Storms closed it twice last winter. Nobody was hurt.",
    ]
)


@pytest.fixture(scope="module")
def judge(embedder: Embedder) -> VerifierJudge:
    return default_judge(embedder)


@pytest.mark.parametrize(
    ("sentence", "came"),
    [
        ("Ann Lee sold 300 boats in May 2003.", "supported"),
        ("Ann Lee sold 300 wooden boats to fishermen in May.", "partial"),
        ("Storms closed the harbour.", "unsupported"),
        ("Ann Lee sold 400 boats to the harbour in May 2003.", "contradicted"),  # number
        ("Ann Lee sold 300 boats to the harbour in May 2004.", "contradicted"),  # year
        ("Ann Lee sold 300 boats to the harbour in June 2003.", "contradicted"),  # month
        ("Zoe Lee sold 300 boats to the harbour in May 2003.", "contradicted"),  # name
        ("Ann Lee never sold 300 boats to the harbour in May 2003.", "contradicted"),  # negation
    ],
)
def test_verdicts_by_a_quote(judge: VerifierJudge, sentence: str, came: str) -> None:
    judged = judge.judge(sentence, [QUOTE])
    assert judged.verdict == came
    support, wrong = backing(sentence, [QUOTE])
    assert (judged.support, judged.problems) == (support, wrong)
    assert (verdict(support, 0.8) if came != "contradicted" else came) == came


def test_more_is_not_a_contradiction(judge: VerifierJudge) -> None:
    # nothing in the quote is swapped: it names no number at all
    judged = judge.judge("Ann Lee sold 12 boats.", ["Ann Lee sold boats."])
    assert (judged.support, judged.verdict) == (0.0, "unsupported")


@pytest.mark.parametrize(
    ("sentence", "came"),
    [
        (QUOTE, "supported"),
        ("Ann Lee builds small boats of wood.", "supported"),
        ("The town council banned plastic bags from its schools.", "unsupported"),
        ("Ann Lee sold 400 boats to the harbour in May 2003.", "contradicted"),
        ("Zoe Lee sold 300 boats to the harbour in May 2003.", "contradicted"),
    ],
)
def test_verdicts_by_a_whole_article(judge: VerifierJudge, sentence: str, came: str) -> None:
    judged = judge.judge(sentence, [ARTICLE])
    assert judged.verdict == came
    assert judged.support is not None
    assert 0 <= judged.support <= 1
    assert judge.judge(sentence, [ARTICLE]) == judged
    # how a source is cut makes no difference to what it says
    assert judge.judge(sentence, sentences([ARTICLE])).verdict == came


def test_a_name_may_stand_in_another_sentence_of_the_article(judge: VerifierJudge) -> None:
    sentence = "Ann Lee has lived in Northport since 1987."
    assert judge.judge(sentence, [ARTICLE]).verdict == "supported"
    assert judge.judge(sentence, ["She has lived in Northport since 1987."]).verdict != "supported"


def test_a_denial_of_what_the_article_says_is_a_contradiction(judge: VerifierJudge) -> None:
    judged = judge.judge(
        "Ann Lee never sold 300 boats to the harbour in May 2003.", [ARTICLE.replace("not ", "")]
    )
    assert judged.verdict == "contradicted"
    assert "negation" in {problem.kind for problem in judged.problems}


@pytest.mark.parametrize("sources", [(), ("",), ("  \n ",)])
@pytest.mark.parametrize("name", ["verifier", "overlap", "similarity"])
def test_nothing_supports_nothing(
    judge: VerifierJudge, embedder: Embedder, name: str, sources: tuple[str, ...]
) -> None:
    judges = {j.name: j for j in (judge, OverlapJudge(), SimilarityJudge(embedder))}
    for sentence in (QUOTE, "", "?!"):
        assert judges[name].judge(sentence, sources) == Judgement(0.0, "unsupported")


def test_odd_sentences_are_judged_too(judge: VerifierJudge) -> None:
    for odd in ("", " ", "?!", "\x00", "😀" * 50, "a" * 5000, "of the"):
        for sources in ([QUOTE], [ARTICLE]):
            assert judge.judge(odd, sources).support is not None


def test_overlap_is_term_recall_and_blind_to_order() -> None:
    swapped = "The harbour sold 300 boats to Ann Lee in May 2003."
    assert OverlapJudge().judge(swapped, [QUOTE]) == Judgement(1.0, "supported")
    half = OverlapJudge(0.4).judge("Ann Lee bought three boats.", [QUOTE])
    assert half.support == recall("Ann Lee bought three boats.", QUOTE)
    assert half.verdict == "supported"


def test_similarity_is_the_best_cosine(embedder: Embedder) -> None:
    vectors = embedder.encode(["Boats were sold.", *sentences([ARTICLE])])
    judge = SimilarityJudge(embedder, threshold=0.99)
    judged = judge.judge("Boats were sold.", ["", ARTICLE])
    assert judged.support == pytest.approx(max(vectors[1:] @ vectors[0]), abs=1e-5)
    assert judged.verdict != "supported"
    assert judge.judge(QUOTE, [ARTICLE]).verdict == "supported"


class Counting(Embedder):
    """The real one, which notes the texts that it is given."""

    def __init__(self, inner: Embedder) -> None:
        self.inner, self.texts, self.name = inner, list[str](), inner.name

    def encode(self, texts: object) -> np.ndarray:  # type: ignore[override,type-arg]
        self.texts += texts  # type: ignore[operator]
        return self.inner.encode(texts)  # type: ignore[arg-type]


def test_a_source_is_embedded_once(embedder: Embedder) -> None:
    counting = Counting(embedder)
    for judge in (SimilarityJudge(counting), VerifierJudge(embedder=counting)):
        counting.texts.clear()
        for sentence in ("One boat.", "Two boats."):
            judge.judge(sentence, [ARTICLE])
        assert sorted(counting.texts) == sorted([*sentences([ARTICLE]), "One boat.", "Two boats."])


def test_quotes_need_no_embedding(embedder: Embedder) -> None:
    counting = Counting(embedder)
    VerifierJudge(embedder=counting).judge(QUOTE, [QUOTE, "Ann Lee"])
    assert counting.texts == []


def test_features_by_hand() -> None:
    held = Held.of(["Ann Lee sold boats. The harbour closed. Bob Stone sold a house."])
    patched = Features.of("Bob Stone sold boats.", held, cosine=0.5)
    assert patched.near == (3 / 4 + 0.5) / 2  # the third sentence holds bob, stone and sold
    assert (patched.number, patched.name) == (0.0, 0.0)
    assert patched.patched == 1 - patched.near  # and "boats" stands in another
    new = Features.of("Zoe Stone bought 7 ships.", held, cosine=0.5)
    assert new == Features((1 / 5 + 0.5) / 2, 1.0, 1.0, 0.0)


def test_the_nearest_sentences_are_those_that_hold_most_together() -> None:
    held = Held.of(
        ["The harbour closed.", "Ann Lee sold boats.", "Bob sold a house.", "Ann Lee sold a boat."]
    )
    assert held.nearest("Ann Lee sold boats and a house.", 2) == ("Ann Lee sold boats.", "Bob sold a house.")
    assert held.nearest("Ann Lee sold boats.", 9) == ("Ann Lee sold boats.",)
    assert held.nearest("Nothing alike.", 2) == ()


def test_a_capital_at_the_start_is_a_name_only_before_another() -> None:
    vocabulary = Vocabulary(ARTICLE)
    assert lacking("However, the mayor praised her.", vocabulary) == ()
    assert [str(p) for p in lacking("Zoe Stone praised 12.", vocabulary)] == [
        "number 12 is not in the source",
        "name 'Zoe' is not in the source",
    ]


def test_weights_are_a_logistic_regression(tmp_path: Path) -> None:
    weights = Weights(near=2.0, number=-1.0, name=-0.5, patched=-3.0, bias=0.25)
    odds = 2 * 0.6 - 1.0 + 0.25 - 3 * 0.4
    assert weights.probability(Features(0.6, 1.0, 0.0, 0.4)) == pytest.approx(1 / (1 + np.exp(-odds)))
    (tmp_path / "w.json").write_text(json.dumps({"weights": {"near": 1}}))
    with pytest.raises(BylineError, match=r"w\.json cannot be read .* run `python -m eval.judge.fit`"):
        Weights.load(tmp_path / "w.json")


def test_what_is_fitted_finds_what_made_the_labels() -> None:
    random = np.random.default_rng(0)
    parts = []
    for shift in (-2.0, 2.0):  # writers of one set are bolder than those of the other
        features = np.column_stack([random.random(900), *random.integers(0, 2, (2, 900)), np.zeros(900)])
        odds = features @ np.array([6.0, -2.0, 0.0, 0.0]) - 2 + shift
        supported = random.random(900) < 1 / (1 + np.exp(-odds))
        parts.append(Part(features, supported, np.zeros(900, dtype=int)))
    weights = fit(parts)
    assert weights.near == pytest.approx(6, abs=1.5)
    assert weights.number == pytest.approx(-2, abs=0.6)
    assert weights.name == pytest.approx(0, abs=0.5)
    assert weights.patched == 0
    assert weights.bias == pytest.approx(-2, abs=0.6)  # the mean of -4 and 0


def test_the_fit_is_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETS:
        (tmp_path / name).parent.mkdir()
        rows = [
            {
                "label": "supported" if number % 3 else "not_supported",
                "claim": QUOTE if number % 3 else "Zoe Fox sank 7 ships.",
                "evidence": [ARTICLE],
                "meta": {"id": str(number), "claim_title": str(number)},
            }
            for number in range(24)
        ]
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    out = tmp_path / "weights.json"
    monkeypatch.setattr("sys.argv", ["fit", "--data", str(tmp_path), "--out", str(out)])
    main()
    record = json.loads(out.read_text())
    for reached in ("held out", "left out"):
        assert record[reached] == {name: {"AUROC": 1.0, "balanced accuracy": 1.0} for name in SETS}
    assert Weights.load(out).near > 0
    hashes = {name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in SETS}
    assert record["fitted on"] == hashes
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes((tmp_path / SETS[0]).read_bytes())
    assert fitted_on(copy, out)
    copy.write_bytes(copy.read_bytes() + b"\n")
    assert not fitted_on(copy, out)


def test_what_cannot_be_read_was_not_silently_unseen(tmp_path: Path) -> None:
    (tmp_path / "w.json").write_text('{"weights": {}}')
    with pytest.raises(BylineError, match=r"w\.json cannot be read .*fitted on.* run `python"):
        fitted_on(WEIGHTS, tmp_path / "w.json")
    with pytest.raises(BylineError, match=r"labelled set .*none\.jsonl cannot be read"):
        fitted_on(tmp_path / "none.jsonl")


def test_figures_left_out_are_of_what_the_other_sets_teach() -> None:
    random = np.random.default_rng(1)
    parts = []
    for sign in (1, 1, -1):  # in the third set, what speaks for a statement elsewhere speaks against it
        near = random.random(400)
        features = np.column_stack([near, np.zeros((400, 3))])
        supported = sign * (near - 0.5) + random.normal(0, 0.1, 400) > 0
        parts.append(Part(features, supported, random.integers(0, 2, 400)))
    misled = left_out(parts)[2]
    assert misled == figures(fit(parts[:2]), parts[2])
    assert misled["AUROC"] is not None
    assert misled["AUROC"] < 0.2
    assert len(held_out(parts)) == 3
    only = Part(parts[0].features, np.ones(400, dtype=bool), parts[0].half)
    assert figures(fit(parts), only) == {"AUROC": None, "balanced accuracy": None}


def test_embedding_all_at_once_changes_no_feature(embedder: Embedder) -> None:
    statements = [QUOTE, "Bob Stone bought a boat.", ""]
    labelled = [Labelled(s, s, s, s, sources, True) for s in statements for sources in ((ARTICLE,), ("",))]
    vectors = SentenceVectors(embedder)
    for one, row in zip(labelled, part(labelled, embedder).features, strict=True):
        cosine = vectors.best_cosine(one.sentence, one.sources)
        assert row == pytest.approx(
            astuple(Features.of(one.sentence, Held.of(one.sources), cosine)), abs=1e-5
        )


def test_the_shipped_weights_say_what_they_reach_on_articles_not_seen() -> None:
    record = json.loads(WEIGHTS.read_text())
    assert set(record["fitted on"]) == set(record["held out"]) == set(record["left out"]) == set(SETS)
    assert Weights.load().near > 0 > Weights.load().number


@pytest.mark.skipif(not DATA.is_dir(), reason="the development data is not here")
def test_the_shipped_weights_know_the_sets_that_they_were_fitted_on() -> None:
    assert all(fitted_on(DATA / name) for name in SETS)
    assert not fitted_on(DATA / "wice" / "claim_dev.jsonl")

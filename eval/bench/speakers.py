"""Who said what, beside 24,821 attributions that people marked: `python -m eval.bench.speakers --data DIR`.

The set is PolNeAR (Newell, Margolin and Ruths 2018, https://aclanthology.org/L18-1524): US news with the
spans of source, cue and content. It is read where it lies and measured with; nothing made from it ships.
The unit is a sentence of ours. It is attributed where contents that have a source cover at least half of
its letters outside sources and cues: direct, mixed or indirect, as these letters stand in quotation marks
wholly, partly or not at all. Precision: of the sentences given a speaker, those that any attribution
touches. Recall: of the attributed ones, those given a speaker. Names: of these, where a source is a name or
a body, and no pronoun or role, those given that name. Unnamed: recall where the source begins in lower
case, and is no pronoun.
"""

# ruff: noqa: T201  (what it prints is its output)
from __future__ import annotations

import argparse
import re
import tarfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from eval.metrics.speaker import same_speaker
from index import Article, Sentence
from index.names import bare_name
from index.split import sentences

FORMS = ("direct", "mixed", "indirect")
LEAST = 0.5
"""Share of a sentence's letters, outside sources and cues, that is said by somebody in an attributed one."""
_QUOTED = re.compile(r"\"[^\"\n]*(?:\"|$)|“[^”\n]*(?:”|$)", re.M)
_PRONOUN = re.compile(r"(?i:he|she|they|it|we|i|you|who|him|her|them|his|their|those|that|which)\b")
_NAME_LAST = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*)(?:\s+[^\W\d_a-z][\w.'’-]*)*$")


@dataclass(frozen=True, slots=True)
class Marked:
    """An attribution as it was marked: the text of its source, "" for none, and its spans `[start, end)`."""

    source: str
    content: tuple[tuple[int, int], ...]
    frame: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence beside what was marked of it. `form` is None where it is not attributed, `touched` whether
    any content overlaps it, `sources` those of the contents that do.
    """

    sentence: Sentence
    form: str | None
    touched: bool
    sources: tuple[str, ...]


def marked(text: str, annotation: str) -> tuple[Marked, ...]:
    """The attributions of a text, from brat's stand-off format."""
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    found = []
    for line in annotation.splitlines():
        number, _, rest = line.partition("\t")
        if number.startswith("T"):
            places = rest.partition("\t")[0].partition(" ")[2]
            spans[number] = tuple(_span(place) for place in places.split(";"))
    for line in annotation.splitlines():
        number, _, rest = line.partition("\t")
        if not number.startswith("E"):
            continue
        roles = [part.partition(":")[::2] for part in rest.split()]
        held = {role: [s for n, key in roles if n.rstrip("0123456789") == role for s in spans[key]]
                for role in ("Source", "Cue", "Content")}  # fmt: skip
        source = " ".join(text[a:b] for a, b in sorted(held["Source"]))
        found.append(Marked(source, tuple(held["Content"]), tuple(held["Source"] + held["Cue"])))
    return tuple(found)


def judged(text: str, attributions: Sequence[Marked]) -> Iterator[Judged]:
    """Each sentence of a text beside its attributions."""
    quoted = _places(match.span() for match in _QUOTED.finditer(text))
    framed = _places(span for one in attributions for span in one.frame)
    said = _places(span for one in attributions if one.source for span in one.content)
    touched = _places(span for one in attributions for span in (*one.content, *one.frame))
    for sentence in sentences(Article(text)):
        letters = {at for at in range(sentence.start, sentence.end) if text[at].isalnum()}
        inside = letters & said
        form = None
        if inside and len(inside) >= LEAST * len(letters - framed):
            share = len(inside & quoted) / len(inside)
            form = "direct" if share > 0.9 else "mixed" if share > 0 else "indirect"
        holds = tuple(
            one.source for one in attributions
            if one.source and any(a < sentence.end and b > sentence.start for a, b in one.content)
        )  # fmt: skip
        yield Judged(sentence, form, bool(letters & touched), holds)


def named(sources: Sequence[str]) -> tuple[str, ...]:
    """The sources where all are names: no pronouns, and no roles that hold one, as "X's director" does."""
    cores = [
        re.split(r",|\(|\s+(?:of|for|from|at|in|who|with)\s", one, maxsplit=1)[0].strip() for one in sources
    ]
    names = [bare_name(found.group()) if (found := _NAME_LAST.search(core)) else "" for core in cores]
    return tuple(names) if all(names) and not any(_PRONOUN.match(one) for one in sources) else ()


def unnamed(sources: Sequence[str]) -> bool:
    """Whether none of the sources holds a name, and none is a pronoun."""
    named_or_known = (_PRONOUN.match(one) or re.search(r"^[A-Z]|\b[A-Z]", one) for one in sources)
    return bool(sources) and not any(named_or_known)


def read(data: Path, part: str) -> Iterator[tuple[str, str, str]]:
    """Name, text and annotation of each article of a part, `dev` or `train`."""
    with tarfile.open(data / f"polnear/{part}.tar.gz") as pack:
        held = {one.name: pack.extractfile(one) for one in pack.getmembers() if one.isfile()}
        files = {name: file.read().decode("utf-8") for name, file in held.items() if file}
    notes = {name.rpartition("_")[0]: name for name in sorted(files, reverse=True) if name.endswith(".ann")}
    for name, text in sorted(files.items()):  # some were marked by several people: the first one counts
        note = notes.get(name.replace("/text/", "/attributions/").removesuffix(".txt"))
        if name.endswith(".txt") and note:
            yield name, text, files[note]


def table(found: Sequence[Judged]) -> str:
    """A Markdown table: a row for each form, and one for all."""
    lines = ["| form | sentences | recall | names | right |", "|---|---:|---:|---:|---:|"]
    rows = [(form, [one for one in found if one.form == form]) for form in FORMS]
    rows.append(("all", [one for one in found if one.form]))
    rows.append(("unnamed", [one for one in found if one.form and unnamed(one.sources)]))
    for form, held in rows:
        given = [one for one in held if one.sentence.speaker]
        asked = [one for one in given if named(one.sources)]
        right = sum(
            any(same_speaker(one.sentence.speaker or "", x) for x in (*named(one.sources), *one.sources))
            for one in asked
        )
        lines.append(
            f"| {form} | {len(held)} | {len(given) / max(1, len(held)):.3f} | {len(asked)} "
            f"| {right / max(1, len(asked)):.3f} |"
        )
    given = [one for one in found if one.sentence.speaker]
    precise = sum(one.touched for one in given) / max(1, len(given))
    lines.append(f"\nprecision {precise:.3f} of {len(given)} sentences given a speaker")
    return "\n".join(lines)


def _span(place: str) -> tuple[int, int]:
    start, end = place.split()
    return int(start), int(end)


def _places(spans: Iterator[tuple[int, int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Who said what, beside PolNeAR.")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear/")
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    parser.add_argument("--most", type=int, default=None, help="articles to read, all where it is not given")
    chosen = parser.parse_args()
    start = time.perf_counter()
    found: list[Judged] = []
    articles = list(islice(read(chosen.data, chosen.part), chosen.most))
    for _, text, annotation in articles:
        found += judged(text, marked(text, annotation))
    print(table(found))
    print(f"{len(articles)} articles, {len(found)} sentences, {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()

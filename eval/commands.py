"""What the sub-commands of `python -m eval` do; each returns its exit code."""

# ruff: noqa: T201  (what they print is their output)
from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from index import Library, Settings
from index.embed import Embedder
from rag import Engine
from rag.errors import BylineError

from .baselines import Endpoint, LlamaServer, open_baselines
from .bench.command import run as bench
from .compare import compare as compare_runs
from .compare import report as comparison
from .corpus import stock
from .gate import GATES, fallen, load_gates, unsure
from .judge.judge import Judge
from .judge.labels import Labelled
from .load import load_sets
from .manifest import manifest
from .rejudge import rejudge as judge_anew
from .report.numbers import counted
from .run import run as ask_all
from .runs import Journal, Run, holds_run, load_run, make_folder
from .show import show
from .summary import Summary, summarise
from .system import Byline, System

__all__ = ["bench", "compare", "export", "judge", "rejudge", "report", "run"]
BESIDE = "baselines"
"""Folder of the other systems' runs, inside the run that they are beside."""


def run(args: argparse.Namespace) -> int:
    """Ask one system, and baselines beside it, every question of some sets."""
    bounds = load_gates(args.gate or GATES, tuple(map(str, args.sets))) if args.gate is not False else {}
    if args.against and not bounds:
        raise BylineError("--against is for the gate: add --gate")
    kept = load_run(args.against) if args.against else None
    questions = load_sets(args.sets, args.per_article, args.article, args.seed)
    if args.out:
        make_folder(args.out)
    with ExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="byline-eval-", ignore_cleanup_errors=True)
        )
        settings = _settings(args, folder)
        if args.local_llm:
            settings = _locally(settings, stack)
        library = Library(settings)
        articles = stock(library, questions, args.data)
        judge = _judge(args.judge, settings, library.embedder)
        baselines = stack.enter_context(open_baselines(args.baselines, library, Endpoint.of(settings)))
        systems: list[System] = [Byline(Engine(library=library)), *baselines]
        runs = []
        for system, out in zip(systems, _folders(args.out, baselines), strict=True):
            about = manifest(
                system, judge, list(map(str, args.sets)), questions, articles, settings, args.seed
            )
            runs.append(ask_all(system, questions, articles, judge, about, out, args.restart))
    summaries = [summarise(one) for one in runs]
    print(show(summaries))
    if args.out:
        _write_report(args.out, runs[0], summaries)
    return _verdict(runs[0], summaries[0], bounds, kept)


def _folders(out: Path | None, baselines: Sequence[System]) -> list[Path | None]:
    """Where the runs of Byline and of the baselines are kept."""
    if out is None:
        return [None] * (1 + len(baselines))
    return [out, *(out / BESIDE / "-".join(system.name.split()) for system in baselines)]


def _verdict(made: Run, summary: Summary, bounds: Mapping[str, float], kept: Run | None) -> int:
    """Say what fell below its floor and what failed; returns the exit code."""
    below = fallen(summary, bounds, compare_runs(kept, made) if kept else None)
    for line in unsure(summary, bounds):
        print(f"gate: {line}")
    for one in below:
        print(f"gate: {one}")
    if bounds and not below:
        print(f"gate: {counted(len(bounds), 'floor')} kept")
    failed = [asked.error for asked in made.asked if asked.error]
    if failed:
        print(f"{len(failed)} of {counted(len(made.asked), 'question')} failed; the first said: {failed[0]}")
    return 1 if below or failed else 0


def _write_report(folder: Path, made: Run, summaries: Sequence[Summary]) -> None:
    from .report import write_report

    for path in write_report(folder, made, summaries[0], summaries[1:]):
        print(f"wrote {path}")


def compare(args: argparse.Namespace) -> int:
    """Say what differs between two runs."""
    print(comparison(compare_runs(load_run(args.first), load_run(args.second))))
    return 0


def judge(args: argparse.Namespace) -> int:
    """Measure the built-in judges, and an LLM where one is named, against people's labels."""
    from .judge import agreement, choose_thresholds, fitted_on, read_labels, some, table

    settings = _settings(args, "unused")
    embedder = Embedder(settings)
    names = ["verifier", "overlap", "similarity", *(["llm"] if Endpoint.of(settings) else [])]
    judges = [_judge(name, settings, embedder) for name in names]

    def labels(path: Path) -> Sequence[Labelled]:
        every = read_labels(path)
        return some(every, args.articles, args.seed) if args.articles else every

    sets = [(path, labels(path)) for path in args.sets]
    thresholds = choose_thresholds(judges, labels(args.choose_on)) if args.choose_on else None
    for path, labelled in sets:
        print(f"{path}: {counted(len(labelled), 'sentence')}\n")
        if fitted_on(path):
            print("The verifier was fitted to this set, which flatters its row: see judge/weights.json.\n")
        print(table(agreement(judges, labelled, thresholds)), end="\n\n", flush=True)
    return 0


def rejudge(args: argparse.Namespace) -> int:
    """Judge the answers of a run by another judge, and keep that as a run of its own."""
    if holds_run(args.out):
        raise BylineError(f"{args.out} holds a run already: name another --out")
    settings = _settings(args, "unused")
    made = judge_anew(load_run(args.folder), _judge(args.judge, settings, Embedder(settings)))
    journal = Journal(args.out, made.manifest)
    for asked in made.asked:
        journal.add(asked)
    summary = summarise(made)
    print(show([summary]))
    _write_report(args.out, made, [summary])
    return 0


def report(args: argparse.Namespace) -> int:
    """Write a run's reports anew, with the baselines beside it that were asked the same."""
    main = load_run(args.folder)
    beside = [load_run(path.parent) for path in sorted((args.folder / BESIDE).glob("*/manifest.json"))]
    same = [one for one in beside if one.manifest.questions == main.manifest.questions]
    if not main.asked:
        raise BylineError(f"the run in {args.folder} holds no answer yet: run it to its end first")
    if not main.complete:
        print(f"the run is not complete: {len(main.asked)} of {main.manifest.count} questions were asked")
    if len(same) < len(beside):
        print(f"left out, because asked other questions: {counted(len(beside) - len(same), 'baseline')}")
    summaries = [summarise(one) for one in [main, *same]]
    print(show(summaries))
    _write_report(args.folder, main, summaries)
    return 0


def library(args: argparse.Namespace) -> int:
    """Ask a whole library of news, made from the development data."""
    from .many.command import SET
    from .many.command import library as ask_library

    args.set = args.set or SET
    return ask_library(args)


def export(args: argparse.Namespace) -> int:
    """Write a run in another tool's layout."""
    from .export import to_csv, to_ragas

    asked = load_run(args.folder).asked
    (to_ragas if args.format == "ragas" else to_csv)(asked, args.out)
    print(f"wrote {len(asked)} questions to {args.out}")
    return 0


def _settings(args: argparse.Namespace, store: str) -> Settings:
    if args.llm_base_url and not (args.llm_model or Settings().llm_model):
        raise BylineError("--llm-base-url needs the model's name: add --llm-model")
    given = {
        "generator": getattr(args, "generator", None),
        "llm_base_url": args.llm_base_url,
        "llm_model": args.llm_model,
    }
    return Settings(store=store, **{key: value for key, value in given.items() if value is not None})


def _locally(settings: Settings, stack: ExitStack) -> Settings:
    """Settings of a language model that is served until the stack closes."""
    if settings.llm_base_url or settings.llm_path:
        raise BylineError("--local-llm starts its own server: name no llm_base_url and no llm_path beside it")
    endpoint = stack.enter_context(LlamaServer()).endpoint
    served = {
        "llm_base_url": endpoint.base_url,
        "llm_model": endpoint.model,
        "llm_context": endpoint.context,
        "llm_timeout": max(settings.llm_timeout, endpoint.timeout),
    }
    return settings.model_copy(update=served)


def _judge(name: str, settings: Settings, embedder: Embedder) -> Judge:
    from .judge import LlmJudge, OverlapJudge, SimilarityJudge, default_judge

    if name == "overlap":
        return OverlapJudge()
    if name == "similarity":
        return SimilarityJudge(embedder)
    if name == "llm":
        endpoint = Endpoint.of(settings)
        if endpoint is None:
            raise BylineError("an LLM judge needs an endpoint: name --llm-base-url and --llm-model")
        return LlmJudge(endpoint.base_url, endpoint.model, endpoint.api_key, endpoint.timeout)
    return default_judge(embedder)

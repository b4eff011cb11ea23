"""Byline's parts in a llama-index pipeline, put together as llama-index's own guides do it."""

from __future__ import annotations

import asyncio

import pytest
from llama_index.core import VectorStoreIndex
from llama_index.core.base.response.schema import AsyncStreamingResponse, Response
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import CustomQueryEngine, RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer
from llama_index.core.schema import MetadataMode, NodeWithScore, TextNode
from llama_index.core.tools import QueryEngineTool

from rag import Answer, Engine
from rag.doors.llama_index import (
    BylineQueryEngine,
    BylineReader,
    BylineRetriever,
    CheckedQueryEngine,
    check_response,
)

WHO = "Who is Andrei Kortunov?"
ZOO = TextNode(
    id_="zoo",
    text="The zoo of Ostrava bought a giraffe in May.\n\n“It eats 40 kg of hay a day,” Eva Nová said.",
    metadata={"file_name": "zoo.txt"},
)
TRAM = TextNode(id_="tram", text="A new tram line to the harbour opens in 2027.", metadata={"title": "Trams"})
SOURCES = [NodeWithScore(node=TRAM, score=0.4), NodeWithScore(node=ZOO, score=0.3)]


def test_the_query_engine_answers_as_byline_does(engine: Engine) -> None:
    response = BylineQueryEngine(engine).query(WHO)
    assert str(response) == "An expert at the Valdai Club [1]."
    answer = Answer.from_dict(response.metadata)
    assert answer.citations == engine.query(WHO).citations
    for source in response.source_nodes:
        node, text = source.node, engine.library.get(source.node.metadata["article_id"]).text
        assert text[node.start_char_idx : node.end_char_idx] == node.get_content()


@pytest.mark.asyncio
async def test_it_answers_without_blocking_too(engine: Engine) -> None:
    assert str(await BylineQueryEngine(engine).aquery(WHO)) == "An expert at the Valdai Club [1]."
    assert len(await BylineRetriever(engine, k=2).aretrieve(WHO)) == 2


def test_an_abstention_has_its_reason_in_the_metadata(engine: Engine) -> None:
    response = BylineQueryEngine(engine).query("What does Grushko earn?")
    assert response.metadata["abstained"]
    assert str(response).startswith("The article does not say.")


def test_the_query_engine_is_an_agents_tool(engine: Engine) -> None:
    tool = QueryEngineTool.from_defaults(BylineQueryEngine(engine), name="news", description="The news.")
    assert tool.call(WHO).content == "An expert at the Valdai Club [1]."


def test_the_retriever_feeds_another_ones_synthesizer(engine: Engine) -> None:
    retriever = BylineRetriever(engine, k=2)
    assert [one.text for one in retriever.retrieve(WHO)] == [p.text for p in engine.retrieve(WHO, 2)]
    synthesizer = get_response_synthesizer(llm=MockLLM(), response_mode=ResponseMode.COMPACT)
    response = RetrieverQueryEngine(retriever, synthesizer).query(WHO)
    assert len(response.source_nodes) == 2
    assert retriever.retrieve(WHO)[0].text in str(response)  # the mock repeats its prompt


def test_a_node_tells_a_model_where_it_is_from_and_no_numbers(engine: Engine) -> None:
    [first] = BylineRetriever(engine, k=1).retrieve(WHO)
    shown = first.node.get_content(MetadataMode.LLM)
    assert first.node.metadata["title"] in shown
    assert first.node.metadata["article_id"] not in shown


def test_the_reader_puts_what_answers_first(engine: Engine) -> None:
    ordered = BylineReader(top_n=1).postprocess_nodes(SOURCES, query_str="What did the zoo buy?")
    assert [one.node.node_id for one in ordered] == ["zoo"]
    assert 0 < ordered[0].score <= 1
    assert BylineReader(top_n=2).postprocess_nodes(SOURCES) == SOURCES
    assert BylineReader().postprocess_nodes([], query_str="Who?") == []


def test_the_reader_stands_in_a_query_engine() -> None:
    index = VectorStoreIndex([ZOO, TRAM], embed_model=MockEmbedding(embed_dim=3))
    made = index.as_query_engine(
        similarity_top_k=2, llm=MockLLM(), node_postprocessors=[BylineReader(top_n=1)]
    )
    response = made.query("When does the tram line open?")
    assert [one.node.node_id for one in response.source_nodes] == ["tram"]


def test_another_engines_sentences_get_verdicts_and_citations() -> None:
    claims = (
        "The zoo of Ostrava bought a giraffe in May [2]. It bought two elephants [1]. A tram line to the "
        "harbour opens in 2027 [Source 2]."
    )
    answer = check_response(Response(claims, SOURCES), "What is new?")
    assert [(s.text, s.verdict) for s in answer.sentences] == [
        ("The zoo of Ostrava bought a giraffe in May.", "supported"),
        ("It bought two elephants.", "unsupported"),
        ("A tram line to the harbour opens in 2027.", "supported"),
    ]
    assert answer.dropped == 1
    assert answer.confidence == pytest.approx(2 / 3)
    nodes = {one.node.node_id: one.node.get_content() for one in SOURCES}
    for citation in answer.citations:
        assert nodes[citation.article_id][citation.start : citation.end] == citation.quote
    titles = {citation.article_id: citation.title for citation in answer.citations}
    assert titles == {"zoo": "zoo.txt", "tram": "Trams"}
    assert answer.text == (
        "The zoo of Ostrava bought a giraffe in May [2]. A tram line to the harbour opens in 2027 [1]."
    )


@pytest.mark.parametrize("wrong", ["The zoo bought a giraffe in June.", "It eats 400 kg of hay a day."])
def test_a_wrong_number_or_month_is_not_supported(wrong: str) -> None:
    answer = check_response(Response(wrong, SOURCES))
    assert [s.verdict for s in answer.sentences] == ["unsupported"]
    assert (answer.abstained, answer.citations, answer.dropped) == (True, (), 1)
    assert Answer.from_dict(answer.to_dict()) == answer


@pytest.mark.parametrize("response", [Response(None), Response(""), Response("It rains.", [])])
def test_nothing_to_check_and_nothing_to_check_by(response: Response) -> None:
    answer = check_response(response)
    assert answer.abstained
    assert all(s.verdict == "unsupported" for s in answer.sentences)


class Liar(CustomQueryEngine):
    """Answers with something true and something made up, as a small model does."""

    def custom_query(self, query_str: str) -> Response:
        return Response("The zoo of Ostrava bought a giraffe in May. The giraffe is called Karel.", SOURCES)


class Streaming(Liar):
    """Gives its answer in pieces, which only the loop that they come on can read."""

    async def acustom_query(self, query_str: str) -> AsyncStreamingResponse:
        begun = asyncio.get_running_loop()

        async def pieces():
            for piece in ("The zoo of Ostrava bought ", "a giraffe in May."):
                assert asyncio.get_running_loop() is begun
                yield piece

        return AsyncStreamingResponse(pieces(), SOURCES)


@pytest.mark.asyncio
async def test_an_answer_in_pieces_is_checked_as_a_whole() -> None:
    response = await CheckedQueryEngine(Streaming()).aquery("What did the zoo buy?")
    assert str(response) == "The zoo of Ostrava bought a giraffe in May [1]."


@pytest.mark.asyncio
async def test_a_checked_engine_leaves_out_what_its_sources_do_not_say() -> None:
    checked = CheckedQueryEngine(Liar())
    for response in (checked.query("What did the zoo buy?"), await checked.aquery("What did the zoo buy?")):
        assert str(response) == "The zoo of Ostrava bought a giraffe in May [1]."
        assert response.source_nodes == SOURCES
        verdicts = [sentence["verdict"] for sentence in response.metadata["sentences"]]
        assert verdicts == ["supported", "unsupported"]

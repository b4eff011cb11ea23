"""schemathesis asks the API what its description allows, and what it does not; FUZZ_EXAMPLES=200 asks longer.

The store is a small one of its own that may be written to, the engine the real one.
"""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from index import Article, Library, Settings
from index.embed import Embedder
from rag import Engine
from rag.doors.http import Rights, create
from tests.rag.doors.conftest import HERE

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "5"))
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
]
UPLOAD = "/api/articles/upload"
"""In a form everything is text, so that nothing tells a field of a wrong type."""
ROUTES = [
    ("POST", "/api/ask"),
    ("POST", "/api/retrieve"),
    ("GET", "/api/articles"),
    ("POST", "/api/articles"),
    ("POST", UPLOAD),
    ("GET", "/api/articles/{article_id}"),
    ("DELETE", "/api/articles/{article_id}"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/{name}"),
    ("POST", "/v1/chat/completions"),
    ("GET", "/healthz"),
]


@pytest.fixture(scope="module")
def described(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory):
    """The API over a library of one sentence, with its description as schemathesis reads it."""
    library = Library(Settings(store=str(tmp_path_factory.mktemp("fuzz") / "store")))
    library.embedder = embedder
    library.add(Article("The zoo of Ostrava bought a giraffe, says Eva Nová.", "A giraffe"))
    app = create(Engine(library=library), Rights(write=True))
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "localhost"})


def test_every_route_is_asked(described) -> None:
    operations = [one.ok() for one in described.get_all_operations()]
    assert sorted((one.method.upper(), one.path) for one in operations) == sorted(ROUTES)


def asked(described, method: str, path: str, mode: GenerationMode) -> None:
    checks = [check for check in CHECKS if path != UPLOAD or check is not negative_data_rejection]
    operation = described[path][method]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=EXAMPLES < 50,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case) -> None:
        case.call_and_validate(checks=checks, headers={"Host": "localhost"}, base_url=HERE)

    ask()


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_reply_is_as_described(described, method: str, path: str) -> None:
    asked(described, method, path, GenerationMode.POSITIVE)


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if route[0] == "POST"])
def test_what_is_not_as_described_is_refused(described, method: str, path: str) -> None:
    asked(described, method, path, GenerationMode.NEGATIVE)

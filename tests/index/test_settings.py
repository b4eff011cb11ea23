"""Settings: arguments, then the environment, then `byline.toml`, and no unknown key passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from index import Settings, SettingsError
from index.settings import default_store


def test_defaults_need_nothing(home: Path) -> None:
    settings = Settings()
    assert settings.store == default_store() == str(home / "byline")
    assert settings.generator == "auto"
    assert settings.verifier_model == settings.reranker_model == "built-in"
    assert settings.llm_base_url is None
    assert not settings.allow_private_urls
    assert not settings.is_remote


def test_argument_wins_over_environment_wins_over_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "byline.toml").write_text('k = 3\nllm_timeout = 7\nembed_model = "x"\n')
    monkeypatch.setenv("BYLINE_K", "4")
    monkeypatch.setenv("BYLINE_LLM_TIMEOUT", "9")
    settings = Settings(k=5)
    assert (settings.k, settings.llm_timeout, settings.embed_model) == (5, 9.0, "x")


def test_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_K", "")
    assert Settings().k == 8


def test_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().k = 3  # type: ignore[misc]


@pytest.mark.parametrize(("url", "remote"), [("http://a:1", True), ("https://a", True), ("a/b", False)])
def test_remote(url: str, remote: bool) -> None:
    assert Settings(store=url).is_remote is remote


class TestUnknownKeys:
    def test_argument(self) -> None:
        with pytest.raises(SettingsError, match="unknown setting 'stor': did you mean 'store'"):
            Settings(stor="x")

    def test_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BYLINE_LLM_MODLE", "x")
        with pytest.raises(SettingsError, match="BYLINE_LLM_MODLE: did you mean 'BYLINE_LLM_MODEL'"):
            Settings()

    def test_file(self, home: Path) -> None:
        (home / "byline.toml").write_text("devise = 'cpu'\n")
        with pytest.raises(SettingsError, match=r"'devise' in byline\.toml: did you mean 'device'"):
            Settings()


class TestBadValues:
    @pytest.mark.parametrize(
        "values", [{"k": 0}, {"k": "many"}, {"device": "tpu"}, {"min_support": 1.5}, {"max_upload_mb": 0}]
    )
    def test_argument(self, values: dict[str, object]) -> None:
        (name,) = values
        with pytest.raises(SettingsError, match=f"setting '{name}'") as caught:
            Settings(**values)
        assert "\n" not in str(caught.value)

    def test_broken_file(self, home: Path) -> None:
        (home / "byline.toml").write_text("k = = 3")
        with pytest.raises(SettingsError, match=r"byline\.toml"):
            Settings()

    @pytest.mark.parametrize("name", ["llm_api_key", "auth"])
    def test_secrets_are_never_shown(self, name: str) -> None:
        assert "hunter2" not in repr(Settings(**{name: "hunter2"}))
        with pytest.raises(SettingsError) as caught:
            Settings(**{name: ["hunter2"]})
        assert "hunter2" not in str(caught.value)

"""The page's scripts, styles and escaping: each in its place, sound, and part of the package."""

from __future__ import annotations

import fnmatch
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from rag.ui.scripts import script

ROOT = Path(__file__).parents[2]
UI = ROOT / "rag" / "ui"
SCRIPTS = sorted((UI / "js").glob("*.js"))
MODULES = sorted(UI.glob("**/*.py"))


@pytest.mark.skipif(shutil.which("node") is None, reason="no node on PATH")
def test_each_script_parses():
    for path in SCRIPTS:
        done = subprocess.run(["node", "--check", str(path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_each_script_runs_in_a_scope_of_its_own():
    both = script("log", "thumb")
    assert both.count("(() => {\n") == both.count("\n})();") == 2


def test_each_script_is_used_and_says_where():
    code = "\n".join(path.read_text("utf-8") for path in MODULES)
    for path in SCRIPTS:
        assert f'"{path.stem}"' in code, f"no module of rag/ui names {path.name}"
        assert path.read_text("utf-8").startswith("// "), path.name


def test_no_module_holds_a_script():
    for path in MODULES:
        held = re.search(r"addEventListener|document\.querySelector", path.read_text("utf-8"))
        assert held is None, f"{path.name} holds {held and held[0]}: rag/ui/js/ is the place"


def test_foreign_text_is_made_harmless_in_one_place():
    escaping = [path.name for path in MODULES if "html.escape(" in path.read_text("utf-8")]
    assert escaping == ["escaping.py"]


def test_scripts_and_styles_are_part_of_the_package():
    held = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = held["tool"]["setuptools"]["package-data"]["rag"]
    for path in [*UI.glob("**/*.js"), *UI.glob("**/*.css")]:
        name = path.relative_to(ROOT / "rag").as_posix()
        also = [one.replace("**/", "") for one in patterns]  # setuptools' `**` stands for no folder too
        fits = any(fnmatch.fnmatch(name, one) for one in [*patterns, *also])
        assert fits, f"{name} is in no pattern of package-data"

"""The notebooks run from top to bottom, show what they promise, and agree with their paired scripts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from page_world import Visit

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LIMIT = 60  # seconds


@pytest.fixture(scope="module")
def explored(tmp_path_factory: pytest.TempPathFactory):
    """The first notebook, run in an empty directory, with the seconds that it took."""
    notebook = nbformat.read(ROOT / "notebooks" / "01-explore.ipynb", as_version=4)
    folder = tmp_path_factory.mktemp("notebook")
    started = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        NotebookClient(notebook, timeout=LIMIT, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook, time.monotonic() - started


def shown(notebook) -> str:
    """All that the cells put out, as text."""
    return json.dumps([cell.outputs for cell in notebook.cells if cell.cell_type == "code"], ensure_ascii=False)


def test_the_notebook_runs_within_a_minute(explored):
    _, seconds = explored
    assert seconds < LIMIT


def test_the_notebook_shows_posts_visits_a_path_and_a_picture(explored):
    told = shown(explored[0])
    assert "<td>冷砚舟</td><td>局长</td><td>内江市科技局</td>" in told
    assert "率调研组到内江高新技术产业开发区" in told
    assert "宓思远 - " in told
    assert "- 阮知衡 | " in told


def test_a_picture_stays_alive_in_an_exported_notebook(explored, visit: Visit, tmp_path: Path):
    frames = [html for html in pages(explored[0]) if html.startswith("<iframe srcdoc=")]
    assert len(frames) == 1
    exported = tmp_path / "exported.html"
    exported.write_text(f"<!DOCTYPE html><meta charset='utf-8'><h1>Notebook</h1>{frames[0]}", encoding="utf-8")
    frame = visit.read(exported).frames[1]
    assert frame.locator("#card h2").inner_text() == "内江高新区"
    assert frame.evaluate("kg.placed().length") > 5
    frame.locator("#search").fill("ruanzhiheng")
    frame.locator("#search").press("Enter")
    assert frame.locator("#card h2").inner_text() == "阮知衡"


def pages(notebook) -> list[str]:
    """What the cells show as HTML."""
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    return [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]


def test_nothing_is_complained_about(explored):
    notebook, _ = explored
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.name)
def test_a_notebook_and_its_script_hold_the_same_cells(file):
    def cells(path: Path) -> list[tuple[str, str]]:
        return [(cell.cell_type, cell.source) for cell in jupytext.read(path).cells]

    assert cells(file) == cells(file.with_suffix(".py"))


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.name)
def test_a_notebook_is_kept_without_outputs(file):
    kept = nbformat.read(file, as_version=4)
    assert not [cell for cell in kept.cells if cell.get("outputs") or cell.get("execution_count")]

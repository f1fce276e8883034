"""The notebooks run from top to bottom, show what they promise, and agree with their paired scripts."""

from __future__ import annotations

import json
import re
import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from page_world import Visit

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LIMIT = 60.0  # seconds of a processor: what a notebook takes on a machine that does nothing else
# What a reader is to see in each: text of its outputs, and how many plots.
SHOWN = {
    "01-build": (["5 articles", "added: 4", "冷砚舟  陪同  宓思远", "<td>自贡高新区</td>", "removed: 1"], 1),
    "02-explore": (["谁到哪里调研考察", "did you mean 内江市", "datetime64", "宓思远 —考察→ ", "planned"], 1),
    "03-networks": (["150 articles", "<td>湖北省</td>", "people and zones: 荆门高新区"], 3),
    "04-timeline": (["<td>石景行</td>", "方知远  局长  衡阳市科技局  2020-07-30 – 2022-02-28", "then 当时"], 1),
    "05-quality": (["cooperatesWith.deepens", "no word of <with>", "4 of 4 examples hold", "衡阳高新区 —合作— "], 1),
}


@dataclass(frozen=True)
class Run:
    """A notebook after it was run in an empty directory, and the seconds of a processor that it took."""

    notebook: nbformat.NotebookNode
    seconds: float

    @property
    def outputs(self) -> list[nbformat.NotebookNode]:
        """All that the cells put out."""
        return [output for cell in self.notebook.cells if cell.cell_type == "code" for output in cell.outputs]

    def has(self, kind: str) -> list[str]:
        """What the cells show of a MIME type."""
        return [output.data[kind] for output in self.outputs if kind in output.get("data", {})]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the notebooks are run: nothing of the reader's own settings reaches them."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("MPLCONFIGDIR", str(folder / "matplotlib"))
        yield folder


@pytest.fixture(scope="module")
def runs(desk: Path) -> Callable[[Path], Run]:
    """Run a notebook, each once."""

    @cache
    def run(file: Path) -> Run:
        notebook = nbformat.read(file, as_version=4)
        before = _processor()
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(desk)}}).execute()
        return Run(notebook, _processor() - before)

    return run


def _processor() -> float:
    """Seconds of a processor that the kernels which are done have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


each = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


@each
def test_a_notebook_runs_within_a_minute_and_complains_of_nothing(runs, file):
    run = runs(file)
    assert 1 < run.seconds < LIMIT
    assert not [output for output in run.outputs if output.output_type == "error" or output.get("name") == "stderr"]


@each
def test_a_notebook_shows_what_it_promises(runs, file):
    texts, plots = SHOWN[file.stem]
    told = json.dumps(runs(file).outputs, ensure_ascii=False)
    assert not [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in told]
    assert len(runs(file).has("image/png")) == plots


@each
def test_a_notebook_opens_with_what_a_reader_will_learn(file):
    opening = jupytext.read(file).cells[0]
    assert opening.cell_type == "markdown"
    assert opening.source.startswith("# ")
    assert "**What you will learn**\n\n* " in opening.source
    assert "\n\n你将学到：" in opening.source


def test_the_networks_notebook_finds_those_who_were_made_to_bridge_provinces(runs):
    run = runs(ROOT / "notebooks" / "03-networks.ipynb")
    (told,) = re.findall(r"made to travel: (\S+)  found: (\S+)\n", "".join(o.text for o in run.outputs if "text" in o))
    assert told[0] == told[1]
    assert len(told[0].split("、")) == 3


def test_a_picture_stays_alive_in_an_exported_notebook(runs, visit: Visit, tmp_path: Path):
    explored = runs(ROOT / "notebooks" / "02-explore.ipynb")
    frames = [html for html in explored.has("text/html") if html.startswith("<iframe srcdoc=")]
    assert len(frames) == 1
    exported = tmp_path / "exported.html"
    exported.write_text(f"<!DOCTYPE html><meta charset='utf-8'><h1>Notebook</h1>{frames[0]}", encoding="utf-8")
    frame = visit.read(exported).frames[1]
    assert frame.locator("#card h2").inner_text() == "内江高新区"
    assert frame.evaluate("kg.placed().length") > 5
    frame.locator("#search").fill("ruanzhiheng")
    frame.locator("#search").press("Enter")
    assert frame.locator("#card h2").inner_text() == "阮知衡"


@each
def test_a_notebook_and_its_script_hold_the_same_cells(file):
    def cells(path: Path) -> list[tuple[str, str]]:
        return [(cell.cell_type, cell.source) for cell in jupytext.read(path).cells]

    assert cells(file) == cells(file.with_suffix(".py"))


@each
def test_a_notebook_is_kept_without_outputs(file):
    kept = nbformat.read(file, as_version=4)
    assert not [cell for cell in kept.cells if cell.get("outputs") or cell.get("execution_count")]

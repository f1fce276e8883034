"""The product works with the network cut: whatever asks for a socket or a name fails, and nothing does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cut_network import CUT

ROOT = Path(__file__).resolve().parents[2]

SAY = "\nprint('asked for:', asked)\n"


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CUT + script + SAY], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def test_the_cut_network_is_noticed():
    done = run("import urllib.request\ntry: urllib.request.urlopen('http://localhost:9')\nexcept OSError: pass")
    assert "asked for: []" not in done.stdout
    assert "urllib.Request" in done.stdout


def test_the_recogniser_loads_and_predicts_without_a_connection():
    done = run(
        "from kg.extraction.ner import Recognizer\n"
        "text = '衡阳市副市长李卫东到长沙考察。'\n"
        "print([text[b:e] for b, e, _ in Recognizer().spans([text])[0]])"
    )
    assert done.returncode == 0, done.stderr
    assert "李卫东" in done.stdout
    assert "asked for: []" in done.stdout


def test_loading_and_predicting_print_nothing():
    done = run("from kg.extraction.ner import Recognizer\nRecognizer().spans(['衡阳市副市长李卫东到长沙考察。'])")
    assert done.stdout == "asked for: []\n"
    assert done.stderr == ""


def test_a_model_that_is_not_there_is_looked_for_nowhere_else():
    done = run(
        "from kg.extraction.ner import Recognizer\nfrom kg.errors import ModelError\n"
        "try: Recognizer('MSRA_NER_BERT_BASE_ZH')\nexcept ModelError as error: print(error)"
    )
    assert "not in HanLP's cache" in done.stdout
    assert "asked for: []" in done.stdout


def test_a_model_that_does_not_load_is_looked_for_nowhere_else(tmp_path):
    for name in ("vocabs.json", "model.pt"):
        (tmp_path / name).write_bytes(b"{}")
    (tmp_path / "config.json").write_text('{"classpath": "kg.extraction.hanlp_ner.CharacterNER"}', encoding="utf-8")
    done = run(
        "from kg.extraction.ner import Recognizer\nfrom kg.errors import ModelError\n"
        f"try: Recognizer({str(tmp_path)!r})\nexcept ModelError as error: print(error)"
    )
    assert "cannot load" in done.stdout
    assert "asked for: []" in done.stdout

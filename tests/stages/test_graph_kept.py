"""The store of a large graph is made once and kept beside it; whatever happens to it, answers stay right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from small_worlds import build, told

from kg.errors import OutputError
from kg.graph import kept, load

NAMES = "SELECT ?name WHERE { ?x a kg:Official ; skos:prefLabel ?name } ORDER BY ?name"


@pytest.fixture(autouse=True)
def _all_is_large(monkeypatch):
    monkeypatch.setattr(kept, "SMALL", 0)


@pytest.fixture
def out(tmp_path):
    build(tmp_path, [told("[何为](Official~430400)到会。", id="a")])
    (tmp_path / ".kg").mkdir()
    return tmp_path


def stores(out):
    return sorted(place.name for place in (out / ".kg").glob("store-*"))


def test_a_store_is_made_once_and_opened_again(out):
    assert not kept.is_ready(out / "graph.trig")
    assert load(out).query(NAMES).rows == (("何为",),)
    assert kept.is_ready(out / "graph.trig")
    [made] = stores(out)
    before = (out / ".kg" / made).stat().st_mtime_ns
    assert load(out).query(NAMES).rows == (("何为",),)
    assert stores(out) == [made]
    assert (out / ".kg" / made).stat().st_mtime_ns == before


def test_another_graph_in_its_place_has_another_store_and_the_former_goes(out):
    former = load(out)
    assert former.query(NAMES).rows == (("何为",),)
    build(out, [told("[钱一鸣](Official~430400)到会。", id="b")])
    assert load(out).query(NAMES).rows == (("钱一鸣",),)
    assert len(stores(out)) == 1
    assert former.query(NAMES).rows == (("何为",),)  # who had it open reads on


def test_half_a_store_of_a_killed_maker_is_not_used_and_goes(out):
    (out / ".kg" / "store-part-killed").mkdir()
    assert load(out).query(NAMES).rows == (("何为",),)
    assert "store-part-killed" not in stores(out)


def test_where_none_can_be_kept_the_graph_is_loaded(out):
    (out / ".kg" / "store.lock").mkdir()  # as in a directory that cannot be written
    assert load(out).query(NAMES).rows == (("何为",),)
    assert stores(out) == []


def test_a_store_that_cannot_be_opened_is_not_needed(out):
    load(out).query(NAMES)
    for file in (out / ".kg" / stores(out)[0]).iterdir():
        file.unlink()
    assert load(out).query(NAMES).rows == (("何为",),)


def test_a_graph_that_lies_alone_keeps_nothing(out):
    (out / ".kg").rmdir()
    assert load(out).query(NAMES).rows == (("何为",),)
    assert {file.name for file in out.iterdir()} == {"graph.trig", "graph.ttl"}


def test_two_at_once_get_the_same_answer_and_leave_one_store(out):
    start = Barrier(4)

    def answer(_):
        start.wait()
        return load(out).query(NAMES).rows

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(answer, range(4))) == [(("何为",),)] * 4
    assert len(stores(out)) == 1


def test_a_damaged_graph_says_so_and_leaves_no_store(out):
    whole = (out / "graph.trig").read_bytes()
    (out / "graph.trig").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(OutputError, match="damaged"):
        load(out).query(NAMES)
    assert stores(out) == []

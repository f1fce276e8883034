"""A graph that grows: articles come, change and go, and no trace is left of the way by which they came."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from filelock import FileLock
from small_worlds import everything

from kg.build import build, remove
from kg.corpus.home import Home
from kg.errors import OutputError
from kg.extraction import Extractor
from kg.graph import Kind, diff, load

ROOT = Path(__file__).resolve().parents[2]
NEWS = {
    "1.txt": "石敬之到衡阳高新区调研\n2024-03-05\n3月4日，衡阳市市长石敬之到衡阳高新区调研，强调要推动科技创新。\n",
    "2.txt": "衡阳市出台人才办法\n2024-04-01\n近日，衡阳市出台《衡阳市青年人才引进办法》，支持创新创业。\n",
    "3.txt": "郴州市召开会议\n2024-05-02\n5月1日，郴州市副市长何为主持召开科技创新座谈会。会议由郴州市科技局承办。\n",
    "4.txt": "衡阳高新区招商忙\n2024-05-20\n5月19日，衡阳市市长石敬之到衡阳高新区调研招商，副市长何慕白陪同。\n",
}
AMENDED = "石敬之到郴州高新区调研\n2024-03-05\n3月4日，衡阳市市长石敬之到郴州高新区调研，强调要推动科技创新。\n"
VISITS = "SELECT ?who ?zone { ?a kg:visited ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?zone } ORDER BY ?who ?zone"


@pytest.fixture(scope="module")
def recogniser():
    return Extractor()


@pytest.fixture(autouse=True)
def understood(recogniser, monkeypatch):
    """Load the weights once, and count the articles that are given to them."""
    read = []

    class Counted:
        def extract_all(self, articles):
            for article, extraction in recogniser.extract_all(articles):
                read.append(article.source_path)
                yield article, extraction

    monkeypatch.setattr("kg.extraction.Extractor", lambda ner=None, rules=None: Counted())
    return read


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def visits(folder):
    return load(folder).query(VISITS).rows


def test_a_build_adds_to_the_graph_that_is_there(news, tmp_path):
    build([news / "1.txt"], tmp_path / "out")
    report = build([news / "2.txt"], tmp_path / "out")
    assert (report.articles, report.added, report.replaced) == (2, 1, 0)
    assert visits(tmp_path / "out") == (("石敬之", "衡阳高新区"),)
    assert load(tmp_path / "out").query("ASK { ?x kg:issued ?y }").rows == (("yes",),)


@pytest.mark.parametrize("seed", range(3))
def test_articles_one_by_one_in_any_order_give_the_bytes_of_one_go(news, tmp_path, seed):
    build([news], tmp_path / "one")
    for path in random.Random(seed).sample(sorted(news.iterdir()), len(NEWS)):
        build([path], tmp_path / "other")
    assert everything(tmp_path / "one") == everything(tmp_path / "other")


def test_only_what_is_new_is_understood(news, tmp_path, understood):
    build([news], tmp_path / "out")
    before = everything(tmp_path / "out")
    understood.clear()
    build([news], tmp_path / "out")
    assert understood == []
    assert everything(tmp_path / "out") == before


def test_an_amended_article_takes_the_place_of_its_earlier_self(news, tmp_path):
    build([news], tmp_path / "out")
    (news / "1.txt").write_text(AMENDED, "utf-8")
    report = build([news / "1.txt"], tmp_path / "out")
    assert (report.articles, report.added, report.replaced) == (4, 0, 1)
    build([news], tmp_path / "anew")
    assert everything(tmp_path / "out") == everything(tmp_path / "anew")


def test_a_file_of_records_read_again_replaces_what_it_held(news, tmp_path):
    dump = tmp_path / "dump.jsonl"
    records = [f'{{"text": "{text.strip()}"}}\n'.replace("\n", "\\n", text.count("\n") - 1) for text in NEWS.values()]
    dump.write_text("".join(records), "utf-8")
    assert build([dump], tmp_path / "out").articles == 4
    dump.write_text("".join(records[1:3]), "utf-8")
    assert build([dump], tmp_path / "out").articles == 2
    build([dump], tmp_path / "anew")
    assert everything(tmp_path / "out") == everything(tmp_path / "anew")


def test_an_input_that_became_unreadable_leaves_what_was_read_of_it(news, tmp_path):
    build([news], tmp_path / "out")
    (news / "1.txt").write_bytes(b"\x00\x01" * 100)
    report = build([news], tmp_path / "out")
    assert (report.articles, len(report.errors)) == (4, 1)
    assert ("石敬之", "衡阳高新区") in visits(tmp_path / "out")


def test_one_text_in_two_files_stays_until_both_are_gone(news, tmp_path):
    (news / "copy.txt").write_text(NEWS["1.txt"], "utf-8")
    build([news], tmp_path / "out")
    remove([news / "1.txt"], tmp_path / "out")
    assert len(load(tmp_path / "out").articles()) == 4
    remove([news / "copy.txt"], tmp_path / "out")
    assert len(load(tmp_path / "out").articles()) == 3


@pytest.mark.parametrize("gone", sorted(NEWS))
def test_removal_gives_the_bytes_of_a_build_that_never_had_the_article(news, tmp_path, gone):
    build([news], tmp_path / "out")
    report = remove([news / gone], tmp_path / "out")
    assert (report.articles, report.removed) == (3, 1)
    (news / gone).unlink()
    build([news], tmp_path / "anew")
    assert everything(tmp_path / "out") == everything(tmp_path / "anew")


def test_articles_are_removed_by_directory_pattern_and_id_also_when_their_files_are_gone(news, tmp_path):
    build([news], tmp_path / "out")
    for file in news.iterdir():
        file.unlink()
    remove([news / "[12].txt"], tmp_path / "out")
    assert [a.source_path[-5:] for a in by_path(tmp_path / "out")] == ["3.txt", "4.txt"]
    remove([by_path(tmp_path / "out")[0].id], tmp_path / "out")
    assert [a.source_path[-5:] for a in by_path(tmp_path / "out")] == ["4.txt"]
    with pytest.raises(OutputError, match="no article would be left"):
        remove([news], tmp_path / "out")


def by_path(folder):
    return sorted(load(folder).articles(), key=lambda article: article.source_path)


def test_what_was_never_built_cannot_be_removed_and_nothing_changes(news, tmp_path):
    build([news], tmp_path / "out")
    before = everything(tmp_path / "out")
    with pytest.raises(OutputError, match=r"no article of the graph.*5\.txt|5\.txt.*no article of the graph"):
        remove([news / "1.txt", news / "5.txt"], tmp_path / "out")
    assert everything(tmp_path / "out") == before
    with pytest.raises(OutputError, match="no graph here"):
        remove([news], tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_rebuild_without_inputs_gives_the_same_bytes_and_keeps_the_base(news, tmp_path):
    build([news], tmp_path / "out", base="https://graph.test/")
    before = everything(tmp_path / "out")
    build([], tmp_path / "out")
    assert everything(tmp_path / "out") == before
    assert b"https://graph.test/" in before[Path("graph.ttl")]


def test_other_rules_understand_all_articles_anew(news, tmp_path, understood):
    build([news], tmp_path / "out")
    understood.clear()
    rules = tmp_path / "mine.toml"
    rules.write_text('disabled = ["visited.goes-and-visits"]\n', "utf-8")
    build([news / "1.txt"], tmp_path / "out", rules=rules)
    assert len(understood) == 4


def test_a_graph_without_its_articles_is_not_built_over(news, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "graph.trig").write_text("", "utf-8")
    with pytest.raises(OutputError, match="without its articles"):
        build([news], tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["graph.trig"]


# ---- killed, and two at once ----


def in_a_child(work):
    """Do something in a child process that is likely to be killed; its exit status."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying(after):
    """Progress that ends the process without a farewell after some steps."""
    steps = iter(range(after))

    def progress(*_):
        if next(steps, None) is None:
            os.kill(os.getpid(), 9)

    return progress


posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")


@posix
@pytest.mark.parametrize("after", range(0, 24, 3))
def test_a_build_killed_at_any_moment_loses_nothing_and_goes_on_from_there(news, tmp_path, after, understood):
    build([news / "1.txt"], tmp_path / "out")
    before = everything(tmp_path / "out")
    assert in_a_child(lambda: build([news], tmp_path / "out", progress=dying(after))) in (-9, 0)
    now = everything(tmp_path / "out")
    if now[Path(".kg/sources.jsonl")] == before[Path(".kg/sources.jsonl")]:
        assert {name: now[name] for name in before} == before
    kept = sum(name.parts[:2] == (".kg", "articles") for name in now)
    understood.clear()
    build([news], tmp_path / "out")
    build([news], tmp_path / "anew")
    assert len(understood) == 4 - kept + 4
    assert everything(tmp_path / "out") == everything(tmp_path / "anew")


@posix
@pytest.mark.parametrize("after", range(0, 7, 2))
def test_a_build_killed_while_it_puts_its_files_in_place_is_finished_by_the_next(news, tmp_path, monkeypatch, after):
    build([news], tmp_path / "out")
    build([news / "2.txt", news / "4.txt"], tmp_path / "anew")
    moves = iter(range(after))
    move = Home._move

    def dying_move(file, target):
        if next(moves, None) is None:
            os.kill(os.getpid(), 9)
        move(file, target)

    def work():
        monkeypatch.setattr(Home, "_move", staticmethod(dying_move))
        remove([news / "1.txt", news / "3.txt"], tmp_path / "out")

    assert in_a_child(work) == -9
    assert len(load(tmp_path / "out").articles()) in (2, 4), "the graph itself is always whole"
    build([], tmp_path / "out")
    assert everything(tmp_path / "out") == everything(tmp_path / "anew")


def test_of_two_builds_at_once_the_second_says_so_and_ends(news, tmp_path):
    build([news / "1.txt"], tmp_path / "out")
    before = everything(tmp_path / "out")
    with FileLock(tmp_path / "out" / ".kg" / "lock"):
        code = "import sys; from kg.cli.app import main; sys.argv = ['kg', 'build', *sys.argv[1:]]; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, news, "-o", tmp_path / "out"], cwd=ROOT, capture_output=True, check=False
        )
    assert done.returncode == 1
    assert b"another build is at work here" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert everything(tmp_path / "out") == before


# ---- what differs ----


def changes(old, new):
    return [(c.kind, c.subject, c.predicate, c.object, c.title, c.before, c.after) for c in diff(old, new)]


def test_diff_tells_what_came_what_went_and_what_is_better_supported(news, tmp_path):
    build([news / "1.txt", news / "2.txt"], tmp_path / "old")
    build([news / "1.txt", news / "4.txt"], tmp_path / "new")
    old, new = load(tmp_path / "old"), load(tmp_path / "new")
    told = changes(old, new)
    assert (Kind.ADDED, "何慕白", "worksFor", "衡阳市", "副市长", 0, 1) in told
    assert (Kind.REMOVED, "衡阳市", "issued", "衡阳市青年人才引进办法", "", 1, 0) in told
    assert (Kind.BETTER_SUPPORTED, "石敬之", "visited", "衡阳高新区", "", 1, 2) in told
    back = {(o, s, p, b, t, n, m) for (o, s, p, b, t, m, n) in changes(new, old)}
    turned = {Kind.ADDED: Kind.REMOVED, Kind.BETTER_SUPPORTED: Kind.LESS_SUPPORTED}
    turned |= {after: before for before, after in turned.items()}
    assert {(turned[kind], *rest) for kind, *rest in back} == set(told)
    assert diff(new, new) == []


def test_diff_gives_the_sentences_that_only_one_of_the_two_has(news, tmp_path):
    build([news / "1.txt"], tmp_path / "old")
    build([news / "1.txt", news / "4.txt"], tmp_path / "new")
    better = next(c for c in diff(load(tmp_path / "old"), load(tmp_path / "new")) if c.predicate == "visited")
    assert {sentence.published for sentence in better.sentences} == {"2024-05-20"}
    assert any("到衡阳高新区调研" in sentence.quote for sentence in better.sentences)


# ---- support ----


def test_a_reprint_supports_a_fact_no_more_than_its_first_print(news, tmp_path):
    story = "，".join(f"石敬之到第{number}家企业车间察看生产线和订单情况" for number in "一二三四五六七八")
    lead = "3月4日，衡阳市市长石敬之到衡阳高新区调研。" + story + "。"
    (news / "first.txt").write_text(f"石敬之调研高新区\n2024-03-05 来源：衡阳日报\n{lead}\n", "utf-8")
    (news / "reprint.txt").write_text(f"衡阳市市长调研\n2024-03-06 来源：湖南日报\n{lead}\n", "utf-8")
    build([news / "first.txt", news / "reprint.txt", news / "4.txt"], tmp_path / "out")
    asked = "SELECT ?n { ?f kg:support ?n ; rdf:predicate kg:visited ; rdf:object/skos:prefLabel '衡阳高新区'@zh-Hans }"
    graph = load(tmp_path / "out")
    assert graph.query(asked).rows == (("2",),)
    assert len(graph.query("SELECT ?a { ?a kg:reprintOf ?b }").rows) == 1
    visited = [edge for *_, edge in graph.networkx().edges(data=True) if edge["predicate"] == "visited"]
    assert [(edge["support"], len({e["article"] for e in edge["evidence"]})) for edge in visited] == [(2, 3)]


def test_several_processes_give_the_bytes_of_one(news, tmp_path):
    build([news], tmp_path / "one")
    build([news], tmp_path / "two", workers=2)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")


def test_one_article_more_costs_no_look_at_the_others(news, tmp_path):
    out = tmp_path / "out"
    build([news / "1.txt", news / "2.txt"], out)
    for file in (out / ".kg" / "articles").rglob("*.json"):
        state = file.stat()
        file.write_bytes(b"?" * state.st_size)
        os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    build([news / "3.txt"], out)
    build([news / "1.txt", news / "2.txt", news / "3.txt"], tmp_path / "other")
    assert (out / "graph.trig").read_bytes() == (tmp_path / "other" / "graph.trig").read_bytes()


@pytest.mark.parametrize("state", ["missing", "damaged", "of the former graph", "with a journal of a killed build"])
def test_whatever_state_the_index_is_in_the_graph_is_that_of_its_articles(news, tmp_path, state):
    out, index = tmp_path / "out", tmp_path / "out" / ".kg" / "index.sqlite"
    build([news / "1.txt", news / "2.txt"], out)
    former = index.read_bytes()
    build([news / "3.txt"], out)
    if state == "missing":
        index.unlink()
    elif state == "damaged":
        index.write_bytes(b"SQLite format 3" + former[15:2000])
    elif state == "of the former graph":
        index.write_bytes(former)
    else:
        index.with_name("index.sqlite-journal").write_bytes(former[:4096])
    build([news / "4.txt"], out)
    build([news], tmp_path / "other")
    assert everything(out) == everything(tmp_path / "other")


def test_without_pages_the_graph_grows_and_the_next_build_draws_them(news, tmp_path):
    out = tmp_path / "out"
    build([news / "1.txt"], out)
    former = (out / "graph.html").read_bytes()
    report = build([news / "2.txt", news / "3.txt", news / "4.txt"], out, pages=False)
    assert report.articles == len(NEWS)
    assert report.pages == ()
    assert len(load(out).articles()) == len(NEWS)
    assert (out / "graph.html").read_bytes() == former
    build([], out)
    build([news], tmp_path / "other")
    assert everything(out) == everything(tmp_path / "other")

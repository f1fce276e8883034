"""Gold articles: counted as by hand and as by the annotation guide's own scorer, damaged ones named in one line."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, OutputError, ReadError
from kg.extraction import Extractor, confidence
from kg.learn import answer, compare, read_gold, score_articles, text_of, write_measured
from kg.learn.gold import ARTICLE, GoldArticle, GoldEntity, GoldRelation, digest
from kg.learn.matching import Answer, Said, Thing, match
from kg.learn.scores import samples, score_counts, wilson
from kg.model import Article, Claim, Entity, Extraction, Mention, Modality
from kg.ontology import group

SHARED = Path(__file__).resolve().parents[3] / "shared"
SCORER = SHARED / "tools" / "score_extraction.py"

GOLD = GoldArticle(
    "01",
    (
        GoldEntity("e1", "Official", "林远舟"),
        GoldEntity("e2", "City", "衡阳市", ("衡阳",)),
        GoldEntity("e3", "HiTechZone", "衡阳高新区", ("高新区",)),
        GoldEntity("e4", "Province", "湖南省"),
        GoldEntity("e5", "Policy", "衡阳市促进科技成果转化若干措施"),
        GoldEntity("e6", "Company", "鹿鸣精工"),
    ),
    (
        GoldRelation("e1", "worksFor", "e2"),
        GoldRelation("e1", "visited", "e3"),
        GoldRelation("e3", "locatedIn", "e2"),
        GoldRelation("e2", "locatedIn", "e4"),  # a place in a place: not counted
        GoldRelation("e3", "cooperatesWith", "e6"),
        GoldRelation("e1", "authorOf", ARTICLE),
    ),
)


def thing(name: str, kind: str, *forms: str, id: str = "") -> Thing:
    return Thing(id or name, kind, name, frozenset({name, *forms}))


ANSWER = Answer(
    (
        thing("林远舟", "Official"),
        thing("衡阳", "County"),  # the right place of the wrong class
        thing("衡阳高新区", "HiTechZone"),
        thing("湖南省", "Province"),
        thing("促进科技成果转化若干措施", "Policy"),  # most of the gold's name
        thing("云台山", "Facility"),  # not in the gold
    ),
    (
        Said("林远舟", "worksFor", "衡阳", "posts"),
        Said("林远舟", "visited", "衡阳高新区", "visits", "林远舟到高新区调研。"),
        Said("林远舟", "visited", "衡阳高新区", "visits", "他来到高新区。"),  # twice the same: once
        Said("林远舟", "visited", "衡阳高新区", "goes", "他来到高新区。"),  # and by another rule: right for that, too
        Said("林远舟", "visited", "云台山", "visits", "他登上云台山。"),  # an end that is no gold entity
        Said("林远舟", "visited", "云台山", "visits", "云台山上风大。"),
        Said("衡阳高新区", "locatedIn", "湖南省", "places"),  # both ends right, the relation is not there
        Said("衡阳", "locatedIn", "湖南省", "places"),  # a place in a place: not counted
        Said("林远舟", "hasIndicator", "衡阳", "others"),  # the guide says nothing of it
    ),
)


def test_entities_are_counted_by_group_and_by_exact_type():
    compared = compare(GOLD, ANSWER)
    assert {name: counts for name, counts in compared.groups.items() if any(counts)} == {
        "person": (1, 1, 1),
        "org": (1, 0, 0),
        "place": (2, 2, 2),
        "zone": (1, 1, 1),
        "facility": (0, 1, 0),
        "policy": (1, 1, 1),
    }
    assert compared.exact == (6, 6, 4)


def test_relations_are_counted_once_and_places_in_places_not_at_all():
    compared = compare(GOLD, ANSWER)
    assert {name: counts for name, counts in compared.predicates.items() if any(counts)} == {
        "worksFor": (1, 1, 1),
        "visited": (1, 2, 1),
        "locatedIn": (1, 1, 0),
        "cooperatesWith": (1, 0, 0),
        "authorOf": (1, 0, 0),
    }


def test_a_rule_answers_for_each_relation_that_it_claims_once():
    assert compare(GOLD, ANSWER).rules == {"posts": (1, 1), "visits": (2, 1), "goes": (1, 1), "places": (1, 0)}


def test_faults_name_what_is_missing_and_what_is_extra_with_rule_and_sentence():
    faults = compare(GOLD, ANSWER).faults
    assert faults["missing_entities"] == ["Company 鹿鸣精工"]
    assert faults["extra_entities"] == ["Facility 云台山"]
    assert faults["mistyped_entities"] == ["County 衡阳, not City"]
    assert faults["missing_relations"] == [
        "林远舟 authorOf ARTICLE",
        "衡阳高新区 cooperatesWith 鹿鸣精工",
        "衡阳高新区 locatedIn 衡阳市",
    ]
    assert {"relation": "林远舟 visited 云台山", "rule": "visits", "quote": "他登上云台山。"} in faults[
        "extra_relations"
    ]
    assert len(faults["extra_relations"]) == 2


def test_cooperation_has_no_direction():
    said = Answer(
        (thing("鹿鸣精工", "Company"), thing("高新区", "HiTechZone")), (Said("鹿鸣精工", "cooperatesWith", "高新区"),)
    )
    assert compare(GOLD, said).predicates["cooperatesWith"] == (1, 1, 1)


def test_authors_write_the_article():
    said = Answer((thing("林远舟", "Person"),), (Said("林远舟", "authorOf", ARTICLE),))
    assert compare(GOLD, said).predicates["authorOf"] == (1, 1, 1)


def test_each_gold_entity_is_found_once_and_by_the_best_name():
    gold = [GoldEntity("e1", "City", "衡阳市", ("衡阳",)), GoldEntity("e2", "County", "衡阳县", ("衡阳",))]
    both = [thing("衡阳", "County", id="b"), thing("衡阳市", "City", id="a"), thing("衡阳", "City", id="c")]
    assert match(both, gold) == {"a": "e1", "b": "e2"}


def test_a_thing_of_another_group_is_another_thing():
    assert not match([thing("衡阳高新区", "City")], GOLD.entities)


def test_scores_of_articles_add_up():
    compared = compare(GOLD, ANSWER)
    scores = score_articles([GOLD, GOLD], [compared, compared])
    assert scores["articles"] == 2
    assert (scores["entities"]["gold"], scores["entities"]["found"], scores["entities"]["right"]) == (12, 12, 10)
    assert scores["relations"]["p"] == 0.5
    assert scores["relations"]["r"] == 0.4
    assert scores["relations"]["f1"] == round(2 * 2 / (4 + 5), 4)
    assert scores["rules"]["visits"] == {"right": 2, "claimed": 4, "p": 0.5, "p_interval": wilson(2, 4)}
    assert "event" not in scores["entities_by_group"]


def test_an_answer_is_what_the_graph_will_hold():
    body = "林远舟到衡阳高新区调研。他将到云台山。"
    mentions = (
        Mention(0, 3, "Person", "林远舟"),
        Mention(4, 9, "HiTechZone", "衡阳高新区"),
        Mention(12, 13, "Official", "林远舟"),
        Mention(15, 18, "Facility", "云台山"),
        Mention(0, 1, "Indicator", "1亿元"),
        Mention(0, 1, "Article", "a"),
    )
    claims = (
        Claim(0, "visited", 1, 0, 12, "visits", 0.9),
        Claim(2, "visited", 3, 12, 19, "visits", 0.9, Modality.PLANNED),
        Claim(0, "authorOf", 5, 0, 12, "byline", 0.9),
        Claim(0, "partOf", 2, 0, 12, "itself", 0.9),
    )

    class ByName:
        def entity(self, article_id: str, mention: Mention) -> Entity:
            return Entity(f"{group(mention.type)}/{mention.name}", mention.type, mention.name)

    said = answer(Article("a", "a.txt", "", "", body), Extraction("a", mentions, claims), ByName())
    assert [(thing.type, thing.name) for thing in said.things] == [
        ("Official", "林远舟"),
        ("HiTechZone", "衡阳高新区"),
        ("Facility", "云台山"),
    ]
    assert said.things[0].forms == {"林远舟", "他"}
    assert [(s.predicate, s.object, s.quote) for s in said.said] == [
        ("visited", "zone/衡阳高新区", body[:12]),
        ("authorOf", ARTICLE, body[:12]),
    ]


three_counts = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


@given(st.lists(three_counts, max_size=30))
def test_every_interval_holds_its_share(texts):
    counts = np.array([(gold, found, min(gold, found, right)) for gold, found, right in texts], np.int64)
    found = score_counts(counts.reshape(-1, 3), samples(len(texts)))
    for share in ("p", "r", "f1"):
        low, high = found[f"{share}_interval"]
        assert 0 <= low <= found[share] <= high <= 1


def test_few_faultless_articles_promise_less_than_many():
    low = [score_counts(np.array([(5, 5, 5)] * n), samples(n))["p_interval"][0] for n in (1, 2, 20)]
    assert low[0] == 0 < low[1] < low[2] < 1


def written(folder: Path, record: object) -> Path:
    content = record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
    (folder / "01.gold.json").write_text(content, encoding="utf-8")
    return folder


ONE = {"id": "e1", "type": "City", "name": "衡阳市"}


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ({"entities": {}, "relations": []}, "entities: not a list"),
        ({"entities": [], "relations": ["x"]}, "relations[0]: not an object"),
        ({"entities": [{"id": "e1", "type": "City"}], "relations": []}, "entities[0].name: no text"),
        ({"entities": [{**ONE, "type": "Citty"}], "relations": []}, "entities[0].type: 'Citty' is not known"),
        ({"entities": [{**ONE, "type": "Citty"}], "relations": []}, "did you mean 'City'"),
        ({"entities": [{**ONE, "type": "Claim"}], "relations": []}, "entities[0].type: 'Claim' is not known"),
        ({"entities": [{**ONE, "aliases": "衡阳"}], "relations": []}, "entities[0].aliases: not a list"),
        ({"entities": [ONE, ONE], "relations": []}, "entities[1].id: 'e1' stands twice"),
        ({"entities": [ONE], "relations": [{"s": "e1", "p": "visitd", "o": "e1"}]}, "relations[0].p: 'visitd'"),
        ({"entities": [ONE], "relations": [{"s": "e1", "p": "visited", "o": "e9"}]}, "relations[0].o: 'e9'"),
    ],
)
def test_a_damaged_gold_article_is_named_with_file_and_field(tmp_path, record, words):
    with pytest.raises(ReadError) as caught:
        read_gold(written(tmp_path, record))
    told = str(caught.value)
    assert words in told and "01.gold.json" in told and "\n" not in told


@pytest.mark.parametrize("folder", ["", "gone"])
def test_a_folder_without_gold_is_one_clear_line(tmp_path, folder):
    with pytest.raises(ReadError, match="--gold"):
        read_gold(tmp_path / folder)


def test_a_gold_article_without_text_is_one_clear_line(tmp_path):
    with pytest.raises(ReadError, match=r"01\.gold\.json.*--texts"):
        text_of(read_gold(written(tmp_path, {"entities": [ONE], "relations": []}))[0], tmp_path)


def test_the_digest_tells_one_gold_from_another(tmp_path):
    one = digest(read_gold(written(tmp_path, {"entities": [ONE], "relations": []})))
    other = digest(read_gold(written(tmp_path, {"entities": [{**ONE, "name": "衡山县"}], "relations": []})))
    again = digest(read_gold(written(tmp_path, {"entities": [ONE], "relations": []})))
    assert one == again != other


def test_a_rule_that_nobody_measured_keeps_its_prior(monkeypatch):
    monkeypatch.setattr(confidence, "measured", dict)
    assert confidence.confidence("new", 0.85) == 0.85


def test_measuring_moves_the_prior_the_more_the_more_was_seen(monkeypatch):
    seen = {"few": confidence.Measured(1, 2), "many": confidence.Measured(50, 100), "never": confidence.Measured(0, 0)}
    monkeypatch.setattr(confidence, "measured", lambda: seen)
    assert confidence.confidence("few", 0.9) == round((1 + 8 * 0.9) / 10, 2)
    assert 0.5 < confidence.confidence("many", 0.9) < confidence.confidence("few", 0.9) < 0.9
    assert confidence.confidence("never", 0.9) == 0.9


@given(st.integers(0, 5000), st.integers(0, 5000), st.floats(0, 1))
def test_confidence_is_never_certainty(right, wrong, prior):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confidence, "measured", lambda: {"rule": confidence.Measured(right, right + wrong)})
        found = confidence.confidence("rule", prior)
    assert 0 < found < 1 and round(found, 2) == found


def test_what_is_measured_is_read_back_and_shows_in_the_claims(tmp_path, monkeypatch):
    body = "本报讯（记者 方知远）3月18日，衡阳市副市长石敬之到衡阳高新区调研。"
    article = Article("a", "a.txt", "", "石敬之到衡阳高新区调研", f"石敬之到衡阳高新区调研\n{body}", "2024-03-18")
    monkeypatch.setattr(confidence, "measured", dict)
    before = Extractor().extract(article).claims
    visit = next(claim for claim in before if claim.predicate == "visited")
    scores = {visit.rule: {"right": 3, "claimed": 30, "p": 0.1, "p_interval": (0.0, 1.0)}}
    write_measured(scores, tmp_path / "measured.csv")
    monkeypatch.undo()
    with pytest.MonkeyPatch.context() as patch:
        rows = confidence.load_csv
        patch.setattr(confidence, "load_csv", lambda _: rows(tmp_path / "measured.csv"))
        confidence.measured.cache_clear()
        after = Extractor().extract(article).claims
    confidence.measured.cache_clear()
    assert [(c.rule, c.subject, c.object) for c in after] == [(c.rule, c.subject, c.object) for c in before]
    changed = {c.rule: (b.confidence, c.confidence) for b, c in zip(before, after, strict=True) if b != c}
    assert set(changed) == {visit.rule}
    assert changed[visit.rule][1] == round((3 + 8 * visit.confidence) / 38, 2)


def test_measurements_that_cannot_be_written_or_read_are_one_clear_line(tmp_path, monkeypatch):
    with pytest.raises(OutputError, match=r"measured\.csv"):
        write_measured({}, tmp_path / "gone" / "measured.csv")
    for row in (
        {"rule": "a", "right": "3", "claimed": "2"},
        {"rule": "a", "right": "x", "claimed": "2"},
        {"rule": "a"},
    ):
        monkeypatch.setattr(confidence, "load_csv", lambda _, row=row: [row])
        confidence.measured.cache_clear()
        with pytest.raises(KgError, match="--write-confidence"):
            confidence.measured()
    confidence.measured.cache_clear()


@pytest.fixture(scope="module")
def scorer():
    if not SCORER.is_file():
        pytest.skip("the annotation guide's scorer is not here")
    spec = importlib.util.spec_from_file_location("score_extraction", SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def agree(ours, theirs):
    """The same counts and shares, whatever they are called."""
    pairs = [(ours[name], theirs[name]) for name in ("entities", "entities_exact_type", "relations")]
    for name in ("entities_by_group", "relations_by_predicate"):
        assert set(ours[name]) == {key for key, score in theirs[name].items() if score["gold"] or score["pred"]}
        pairs += [(ours[name][key], theirs[name][key]) for key in ours[name]]
    for our, their in pairs:
        assert (our["gold"], our["found"], our["right"]) == (their["gold"], their["pred"], their["tp"])
        assert all(abs(our[share] - their[share]) < 0.0002 for share in ("p", "r", "f1"))


@pytest.mark.parametrize("seed", range(20))
def test_spoilt_gold_is_scored_as_by_the_guides_own_scorer(scorer, tmp_path, seed):
    gold = read_gold(SHARED / "gold")
    answers = []
    for file in sorted((SHARED / "gold").glob("*.gold.json")):
        record = spoilt(json.loads(file.read_text("utf-8")), random.Random(f"{seed} {file.name}"))
        (tmp_path / file.name).write_text(json.dumps(record), encoding="utf-8")
        things = [
            Thing(e["id"], e["type"], e["name"], frozenset({e["name"], *e["aliases"]})) for e in record["entities"]
        ]
        answers.append(Answer(tuple(things), tuple(Said(r["s"], r["p"], r["o"]) for r in record["relations"])))
    ours = score_articles(gold, [compare(g, a) for g, a in zip(gold, answers, strict=True)])
    agree(ours, scorer.score(scorer.load_articles(tmp_path), SHARED / "gold", False))


def spoilt(record: dict, chance: random.Random) -> dict:
    """An annotation as a careless reader would write it: things left out, cut short, mistyped, ends exchanged."""
    entities = []
    for entity in record["entities"]:
        names = [entity["name"], *entity["aliases"]]
        kept = chance.sample(names, chance.randint(1, len(names)))
        kept[0] = kept[0][chance.choice((0, 0, 0, 1, 2)) :] or kept[0]
        kind = chance.choice([entity["type"]] * 6 + ["Event", "City", "Facility", "Programme"])
        entities.append({"id": f"x{entity['id']}", "type": kind, "name": kept[0], "aliases": kept[1:]})
    relations = []
    for relation in record["relations"]:
        s, o = f"x{relation['s']}", relation["o"] if relation["o"] == ARTICLE else f"x{relation['o']}"
        if chance.random() < 0.2 and o != ARTICLE:
            s, o = o, s
        p = relation["p"] if chance.random() < 0.8 else chance.choice(["locatedIn", "cooperatesWith", "visited"])
        relations.append({"s": s, "p": p, "o": o})
    return {
        "entities": chance.sample(entities, len(entities) * 4 // 5),
        "relations": chance.sample(relations, len(relations) * 4 // 5),
    }


def test_a_built_graph_is_scored_as_by_the_guides_own_scorer(scorer, kg, tmp_path):
    assert kg("build", SHARED / "seeds", "-o", tmp_path).returncode == 0
    theirs = scorer.score(scorer.load_articles(tmp_path / "graph.trig"), SHARED / "gold", False)
    ours = json.loads(kg("eval", "--gold", SHARED / "gold", "--texts", SHARED / "seeds", "--json").stdout)
    agree(ours["gold"], theirs)

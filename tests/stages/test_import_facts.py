"""A user's own facts, read from tables and RDF: what they become, and what is said of rows that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.exchange import About, read_facts

HEAD = "subject,subject_type,subject_place,predicate,object,object_type,object_place,title,date,value,unit,quote,source"


@pytest.fixture
def table(tmp_path):
    """Read the rows of a table, given as text or bytes, below the usual head or another one."""

    def read(*rows, head=HEAD, name="facts.csv", encoding="utf-8", **about):
        (tmp_path / name).write_bytes("\n".join((head, *rows, "")).encode(encoding))
        return read_facts(str(tmp_path / name), About(**about))

    return read


def said(imported):
    """The facts of an import: subject, predicate, object by name, and its line."""
    body, mentions = imported.article.body, imported.extraction.mentions
    return [
        (mentions[c.subject].name, c.predicate, mentions[c.object].name, body[c.start : c.end])
        for c in imported.extraction.claims
    ]


def things(imported):
    return {m.name: (m.type, m.context) for m in imported.extraction.mentions}


def test_every_fact_is_a_claim_whose_sentence_is_its_line(table):
    found = table(
        "石敬之,官员,衡阳市,worksFor,衡阳市科技局,党政机关,衡阳市,局长,2024-02,,,,",
        "石敬之,Official,430400,考察,衡阳高新区,,,,2024年3月5日,,,石敬之到高新区。,衡阳日报",
    )
    assert said(found) == [
        ("石敬之", "worksFor", "衡阳市科技局", "石敬之 任职于 衡阳市科技局，局长，2024-02"),
        ("石敬之", "visited", "衡阳高新区", "石敬之 考察 衡阳高新区，2024-03-05：“石敬之到高新区。”（衡阳日报）"),
    ]
    post, visit = found.extraction.claims
    assert (post.title, post.date, post.rule, post.confidence) == ("局长", "2024-02", "import", 1.0)
    assert (visit.title, visit.date) == (None, "2024-03-05")
    assert found.errors == ()


def test_a_file_is_an_article_with_title_source_and_date(table):
    row = "石敬之,官员,,考察,衡阳市,,,,,,,,"
    found = table(row, title="走访名单", publisher="办公室", published="2024-06-30").article
    assert (found.title, found.publisher, found.published) == ("走访名单", "办公室", "2024-06-30")
    assert found.body.split("\n") == ["走访名单", "石敬之 考察 衡阳市"]
    assert table(row).article.title == "facts.csv"
    assert found.source_path.endswith("facts.csv")


def test_its_id_follows_from_what_it_says_and_who_says_so(table, tmp_path):
    row = "石敬之,官员,,考察,衡阳市,,,,,,,,"
    ids = [
        table(row, **about).article.id
        for about in ({}, {}, {"publisher": "甲"}, {"title": "乙"}, {"published": "2024"})
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4
    assert table(row, "秦若川,官员,,考察,衡阳市,,,,,,,,").article.id not in ids


def test_things_get_the_class_and_context_that_articles_give_them(table):
    found = table(
        "石敬之,官员,衡阳市,出席,科技创新大会,会议活动,衡阳市,,2024-03-05,,,,",
        "秦若川,官员,南京市鼓楼区,worksFor,鼓楼区,County,320100,区长,,,,,",
        "楚衡公司,Company,,locatedIn,衡阳,,,,,,,,",
        "楚衡公司,Company,,locatedIn,衡阳,County,,,,,,,",
        "衡阳市,,,issued,人才办法,Policy,衡阳市,,,,,,",
        "衡阳高新区,,,hasIndicator,高新技术企业,,,,2023,62,家,,",
    )
    assert found.errors == ()
    assert things(found) == {
        "石敬之": ("Official", "430400"),
        "科技创新大会": ("Event", "4304002024"),
        "秦若川": ("Official", "320106"),
        "鼓楼区": ("County", "320106"),
        "楚衡公司": ("Company", ""),
        "衡阳市": ("City", "430400"),
        "衡阳县": ("County", "430421"),
        "人才办法": ("Policy", ""),
        "衡阳高新区": ("HiTechZone", "430400"),
        "高新技术企业 62家": ("Indicator", "衡阳高新区 2023"),
    }
    indicator = found.extraction.claims[-1]
    assert (indicator.value, indicator.unit, indicator.date) == (Decimal(62), "家", "2023")


def test_a_division_that_is_not_listed_is_taken_for_no_other(table):
    found = table(
        "石敬之,官员,衡阳市,visited,乌有县,County,衡阳市,,,,,,", "石敬之,官员,衡阳市,visited,衡阳市,地点,,,,,,,"
    )
    assert (things(found)["乌有县"], things(found)["衡阳市"]) == (("County", ""), ("City", "430400"))


def test_a_confidence_of_ones_own(table):
    head = "subject,subject_type,predicate,object,confidence"
    found = table("石敬之,官员,考察,衡阳市,0.7", "石敬之,官员,考察,郴州市,70", head=head)
    assert [claim.confidence for claim in found.extraction.claims] == [0.7]
    assert "70: not a confidence - it lies above 0 and at most at 1" in str(found.errors[0])


def test_names_are_written_as_in_articles(table):
    found = table("石敬之,官员,,考察,衡陽市,,,,,,,,", " 秦  若川 ,官员,,考察,“１１３３”基地,设施平台,,,,,,,")
    assert [fact[::2] for fact in said(found)] == [("石敬之", "衡阳市"), ("秦若川", "“1133”基地")]


BAD = [
    ("石敬之,官员,,visted,衡阳市,,,,,,,,", "row 2: visted: no such predicate - did you mean visited?"),
    ("石敬之,官员,,视察,衡阳市,,,,,,,,", "row 2: 视察: no such predicate - known are accompanied 陪同, appliesTo"),
    ("石敬之,Offical,,visited,衡阳市,,,,,,,,", "row 2: Offical: no such class - did you mean Official?"),
    ("衡阳高新区,,,visited,衡阳市,,,,,,,,", "the subject of visited is never of class HiTechZone - it is Person"),
    ("石敬之,官员,,attended,衡阳市,,,,,,,,", "衡阳市: the object of attended is never of class City - it is Event"),
    (
        "石敬之,官员,,visited,望江楼,,,,,,,,",
        "望江楼: of which class? - fill in object_type: Facility, Organization, Place",
    ),
    ("石敬之,官员,,visited,衡阳市,,,,昨天,,,,", "row 2: 昨天: not a date - write it as 2024-06-30, 2024-06 or 2024"),
    ("石敬之,官员,,visited,衡阳市,,,,2024-02-30,,,,", "2024-02-30: not a date"),
    ("  ,官员,,visited,衡阳市,,,,,,,,", "row 2: no subject - fill it in, or remove the row"),
    ("石敬之,官员,,,衡阳市,,,,,,,,", "row 2: no predicate"),
    ("石敬之,官员,鼓楼区,visited,衡阳市,,,,,,,,", "4 divisions have this name - give the code: 320106 南京市鼓楼区"),
    ("石敬之,官员,乌有市,visited,衡阳市,,,,,,,,", "row 2: 乌有市: no such division - give a name such as 衡阳市"),
    ("石敬之,官员,,visited,鼓楼区,,衡阳市,,,,,,", "鼓楼区: no such division in 衡阳市 - there is 320106 南京市鼓楼区"),
    ("石敬之,官员,,accompanied,石敬之,官员,,,,,,,", "石敬之: subject and object are one thing"),
    ("石敬之,官员,,authorOf,文章,,,,,,,,", "articles come by being read - kg build reads them"),
    ("衡阳市,,,hasIndicator,企业,,,,,,,,", "企业: an indicator without its number - fill in value and unit"),
    ("衡阳市,,,hasIndicator,企业,,,,,many,家,,", "many: not a number"),
    ("石敬之,官员,,visited,衡阳市,,,,,3,次,,", "visited: only an indicator has a value"),
]


@pytest.mark.parametrize(("row", "told"), BAD, ids=[told.split(" - ")[0] for _, told in BAD])
def test_a_row_that_is_no_fact_is_told_with_what_is_wrong_and_how_to_mend_it(table, row, told):
    found = table(row, "秦若川,官员,,考察,衡阳市,,,,,,,,")
    (error,) = found.errors
    assert told in str(error)
    assert len(said(found)) == 1


def test_rows_are_counted_as_spreadsheets_count_them(table):
    found = table("", '石敬之,官员,,考察,衡阳市,,,,,,,"两\n行",', "", "x,,,,,,,,,,,,")
    assert [error.where.rsplit(" ", 1)[1] for error in found.errors] == ["5"]


@pytest.mark.parametrize(
    ("head", "row", "encoding"),
    [
        ("主体,主体类型,关系,客体", "石敬之,官员,考察,衡阳市", "gb18030"),
        ("subject\tsubject_type\tpredicate\tobject", "石敬之\t官员\t考察\t衡阳市", "utf-8"),
        ("Subject;Subject_Type;Predicate;Object", "石敬之;官员;考察;衡阳市", "utf-8-sig"),
        ("subject,subject_type,predicate,object,note", '"石敬之",官员,考察,衡阳市,"a, b"', "utf-16"),
    ],
)
def test_tables_are_read_as_programs_save_them(table, head, row, encoding):
    assert [fact[:3] for fact in said(table(row, head=head, encoding=encoding))] == [("石敬之", "visited", "衡阳市")]


def test_fields_stand_in_any_column_or_are_the_same_in_every_row(table):
    about = {"columns": {"subject": "谁", "object": "哪里"}, "every": {"predicate": "visited", "subject_type": "官员"}}
    found = table("石敬之,衡阳市", head="谁,哪里", **about)
    assert [fact[:3] for fact in said(found)] == [("石敬之", "visited", "衡阳市")]


@pytest.mark.parametrize(
    ("head", "about", "told"),
    [
        ("谁,哪里", {}, "no column subject or predicate or object among 谁, 哪里 - say which column it is by --field"),
        (
            "subject,predicate,object",
            {"columns": {"title": "post"}},
            "post: no such column - it has subject, predicate",
        ),
    ],
)
def test_a_table_without_its_columns_is_told_once(table, head, about, told):
    found = table("石敬之,衡阳市,x", head=head, **about)
    assert found.article is None
    (error,) = found.errors
    assert told in str(error)


def test_what_is_no_file_of_facts_is_told(tmp_path, table):
    for name, content, told in (
        ("a.xlsx", b"PK", "no file of facts - give one that ends in .csv"),
        ("a.csv", b"", "the file is empty"),
        ("a.ttl", b"<a> <b> .", "malformed"),
        ("b.ttl", b"<https://x.org/a> <https://x.org/b> <https://x.org/c> .", "no facts in it"),
    ):
        (tmp_path / name).write_bytes(content)
        (error,) = read_facts(str(tmp_path / name)).errors
        assert told in str(error)
    assert "No such file" in str(read_facts(str(tmp_path / "none.csv")).errors[0])
    with pytest.raises(ReadError, match="no such field of a fact"):
        table("a,b,c", columns={"subjekt": "x"})
    with pytest.raises(ReadError, match="not a date"):
        table("a,b,c", published="soon")


FOREIGN = """
@prefix ex: <https://example.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
ex:inspected rdfs:label "考察"@zh .
ex:likes rdfs:label "喜欢"@zh .
ex:Firm rdfs:label "企业"@zh .
ex:shi a ex:Official ; schema:name "石敬之" ; ex:inspected ex:chu ; ex:likes ex:chu .
ex:chu a ex:Firm ; rdfs:label "Chuheng"@en, "楚衡公司"@zh ; skos:altLabel "楚衡" ; ex:locatedIn ex:hengyang .
ex:hengyang a ex:City ; rdfs:label "衡阳"@zh ; ex:code "430400" .
"""


def test_rdf_of_another_vocabulary_is_read_by_names_and_labels(tmp_path):
    (tmp_path / "f.ttl").write_text(FOREIGN, "utf-8")
    found = read_facts(str(tmp_path / "f.ttl"))
    assert [fact[:3] for fact in said(found)] == [
        ("石敬之", "visited", "楚衡公司"),
        ("楚衡公司", "locatedIn", "衡阳市"),
    ]
    assert things(found) == {
        "石敬之": ("Official", ""),
        "楚衡公司": ("Company", "430400"),
        "衡阳市": ("City", "430400"),
    }
    assert found.article.body.endswith("\n楚衡公司 又名 楚衡")
    assert found.errors == ()


def test_rdf_that_is_no_fact_is_told_by_its_ends(tmp_path):
    (tmp_path / "f.ttl").write_text(FOREIGN.replace('"石敬之"', '""').replace("ex:code", "ex:codes"), "utf-8")
    found = read_facts(str(tmp_path / "f.ttl"))
    broken = (
        FOREIGN + 'ex:c a ex:Claim ; ex:subject ex:shi ; ex:predicate ex:visited ; ex:object ex:chu ; ex:value "x" .'
    )
    (tmp_path / "g.ttl").write_text(broken, "utf-8")
    assert "石敬之 visited 楚衡公司: x: not a number" in str(read_facts(str(tmp_path / "g.ttl")).errors[0])
    assert "shi visited 楚衡公司 (https://example.org/shi): no name - give it a skos:prefLabel" in str(found.errors[0])
    assert len(said(found)) == 1


def test_nodes_without_iris_are_read_in_the_order_of_the_file(tmp_path):
    """Whatever names a parser makes up for them: the same file gives the same source."""
    person = '[] a ex:Official ; ex:name "甲{}" ; ex:visited [ a ex:City ; ex:name "衡阳市" ], ex:b .'
    text = "@prefix ex: <https://example.org/> . ex:b a ex:City ; ex:name '郴州市' .\n" + "\n".join(
        map(person.format, "乙丙丁戊己")
    )
    (tmp_path / "f.ttl").write_text(text, "utf-8")
    first, second = (read_facts(str(tmp_path / "f.ttl")) for _ in range(2))
    assert first == second
    assert [fact[0] for fact in said(first)][::2] == ["甲乙", "甲丙", "甲丁", "甲戊", "甲己"]
    assert len(said(first)) == 10


NAMES = st.sampled_from(("石敬之", "衡阳市", "", "“甲”、乙", "a\u2028b", "\x00", '"', "长" * 999)) | st.text(max_size=5)


@settings(max_examples=60)
@given(st.lists(st.tuples(NAMES, NAMES, NAMES, NAMES), min_size=1, max_size=4))
def test_whatever_a_table_holds_every_mention_is_the_text_at_its_place(tmp_path_factory, rows):
    import csv

    file = tmp_path_factory.getbasetemp() / "any.csv"
    with file.open("w", encoding="utf-8", errors="replace", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("subject", "subject_type", "predicate", "object", "object_type", "quote", "title"))
        writer.writerows((a, "Official", "worksFor", b, "Company", quote, title) for a, b, quote, title in rows)
    found = read_facts(str(file))
    assert len(found.extraction.claims) + len(found.errors) >= 1
    for mention in found.extraction.mentions:
        assert found.article.body[mention.start : mention.end] == mention.name
    for claim in found.extraction.claims:
        assert "\n" not in found.article.body[claim.start : claim.end]
        assert found.article.body[claim.start - 1] == "\n"

"""However a graph came to its articles, in whatever order, with detours and repeats, its files are the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

import kg.extraction
from kg.build import build, remove
from kg.model import Claim, Extraction, Mention, Modality

CITIES = {"衡阳市": "430400", "郴州市": "431000"}
#: Who, in which post, in which city, in which context, in which mood, published when.
STORY = st.tuples(
    st.sampled_from(("石敬之", "李建军", "罗景行")),
    st.sampled_from(("市长", "副市长", "市科技局局长")),
    st.sampled_from(sorted(CITIES)),
    st.sampled_from((*CITIES.values(), "430000", "")),
    st.sampled_from((Modality.ASSERTED, Modality.FORMER, Modality.PLANNED)),
    st.sampled_from((None, "2023-01-02", "2024-03-05")),
)
WORLDS = st.lists(STORY, min_size=2, max_size=5)


class Told:
    """Stands in for the recogniser: it understands an article as its story tells it, and looks at nothing else."""

    def __init__(self, world):
        self._world = world

    def extract_all(self, articles):
        for article in articles:
            yield article, self._extraction(article)

    def _extraction(self, article):
        who, title, city, context, mood, _ = self._world[int(article.title[0])]
        start = article.body.index(who)
        place = article.body.index(city, start)
        mentions = (
            Mention(start, start + len(who), "Official", who, context),
            Mention(place, place + len(city), "City", city, CITIES[city]),
        )
        claims = tuple(
            Claim(0, predicate, 1, start, len(article.body), "told", 0.9, *more)
            for predicate, *more in (("visited",), ("worksFor", mood, title))
        )
        return Extraction(article.id, mentions, claims)


def written(folder, world):
    folder.mkdir()
    for number, (who, title, city, _, _, day) in enumerate(world):
        text = f"{number}号消息的标题\n{day or ''}\n{title}{who}到{city}调研，要求抓好第{number}项工作的落实。\n"
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return sorted(folder.iterdir())


def everything(folder):
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "index.sqlite")  # rows as they came
    return {file.relative_to(folder): file.read_bytes() for file in files}


def in_a_folder(world, work):
    """Do something with the articles of a world in a directory of their own."""
    shipped = kg.extraction.Extractor
    kg.extraction.Extractor = lambda ner=None, rules=None: Told(world)
    try:
        with TemporaryDirectory() as folder:
            return work(Path(folder), written(Path(folder, "news"), world))
    finally:
        kg.extraction.Extractor = shipped


@given(WORLDS, st.randoms())
@settings(max_examples=12)
def test_any_order_in_any_parts_gives_the_same_files(world, chance):
    def work(folder, paths):
        build(paths, folder / "one")
        order = chance.sample(paths, len(paths))
        cut = chance.randint(1, len(paths))
        for part in filter(None, (order[:cut], order[cut:], order[:1])):  # the first again: it changes nothing
            build(part, folder / "other")
        return everything(folder / "one"), everything(folder / "other")

    one, other = in_a_folder(world, work)
    assert one == other


@given(WORLDS, st.randoms())
@settings(max_examples=12)
def test_what_was_removed_leaves_no_trace_and_can_come_back(world, chance):
    def work(folder, paths):
        gone = chance.sample(paths, chance.randint(1, len(paths) - 1))
        build(paths, folder / "whole")
        build([path for path in paths if path not in gone], folder / "rest")
        build(paths, folder / "out")
        remove(gone, folder / "out")
        without = everything(folder / "out")
        build(gone, folder / "out")
        return (without, everything(folder / "rest")), (everything(folder / "out"), everything(folder / "whole"))

    (without, rest), (back, whole) = in_a_folder(world, work)
    assert without == rest
    assert back == whole

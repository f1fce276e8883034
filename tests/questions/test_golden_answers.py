"""Every question of the library gives its full and right answer on a small graph that was read by hand.

``answers.txt`` holds them; ``python tests/questions/test_golden_answers.py`` writes it anew, to be read before it is
committed.
"""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

import golden_world
import pytest

from kg.graph import load
from kg.questions import ask, questions

ANSWERS = Path(__file__).with_name("answers.txt")
#: Every question without anything, and with each of its parameters.
ASKED = """
adds --article 人事任免
articles
articles --about 创新中心
articles --publisher 衡阳
articles --since 2024-05
articles --until 2024-03
colleagues
colleagues --of 何为
colleagues --in 衡阳市科技局
companions
companions --host 何为
companions --visitor 石敬之
companions --to 衡阳市
contradictions
contradictions --about 赵子昂
contradictions --kind classes
cooperation --with 甲公司
cooperation --in 衡阳高新区
encounters
encounters --of 石敬之
evidence --about 创新中心
evidence --predicate 接替
facts --of 衡阳高新区
facts --of 衡阳高新区 --predicate 考察
honours --in 湖南省
honours --status 创新
indicators --of 衡阳市
indicators --name 交易额 --year 2023
industries --in 衡阳市
industries --industry 智能制造
issuers
issuers --in 湖南省 --year 2024
meetings
meetings --who 何为
meetings --meeting 推进会
meetings --since 2024-05
meetings --until 2024-04
most-named --type 官员
most-named --in 衡阳高新区
most-visited
most-visited --in 衡阳市 --type 设施平台
most-visited --since 2024-03-07
namesakes
namesakes --name 李建军
namesakes --type 人物
not-asserted
not-asserted --about 周冬青
not-asserted --as planned
platforms
platforms --in 衡阳高新区
policies
policies --issuer 湖南省
policies --for 衡阳市 --year 2023
policies --title 人才
posts
posts --in 衡阳市 --as-of 2024-05
posts --in 衡阳市 --as-of 2024-09-10
posts --who 何为
posts --title 局长
profile --of 衡阳高新区
reprints
reprints --of 副省长到衡阳高新区调研
single-source --about 创新中心
single-source --predicate 接替
successions
successions --in 衡阳市 --title 市长
successions --who 钱一鸣
tenures --in 衡阳市科技局
tenures --who 何为
tenures --title 书记
unlisted
unlisted --type 新区
visits
visits --to 衡阳市
visits --by 易水寒
visits --with 易水寒
visits --since 2024-03-06
visits --until 2024-03-05
zones
zones --in 湖南省 --level national
zones --level provincial
zones --type 新区
"""


def answered(graph, line: str) -> str:
    """A question and its answer as the file has them: a row a line, below it its sentences."""
    name, *options = shlex.split(line)
    given = {option.removeprefix("--"): text for option, text in zip(options[::2], options[1::2], strict=True)}
    answer = ask(graph, name, **given)
    lines = [f"$ {line}", " | ".join(answer.variables)]
    for row, said in zip(answer.rows, answer.sentences, strict=True):
        lines.append(" | ".join(row))
        lines += [f"      {s.article.rpartition('/')[2]} {s.quote}" for s in said]
    return "\n".join(line.rstrip() for line in lines)


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    out = tmp_path_factory.mktemp("golden")
    golden_world.write(out)
    return load(out)


@pytest.mark.parametrize("line", ASKED.strip().splitlines())
def test_a_question_is_answered_as_it_was_read(graph, line):
    known = {answer.splitlines()[0]: answer for answer in ANSWERS.read_text("utf-8").strip().split("\n\n")}
    assert answered(graph, line) == known[f"$ {line}"]


def test_every_question_is_asked_with_every_parameter():
    missing = []
    for question in questions():
        asked = [line for line in ASKED.splitlines() if line.split()[:1] == [question.name]]
        used = {word for line in asked for word in line.split() if word.startswith("--")}
        missing += [(question.name, p.name) for p in question.parameters if f"--{p.name}" not in used]
        missing += [] if asked else [(question.name, "")]
    assert not missing


def main() -> None:
    """Write the answers anew."""
    with tempfile.TemporaryDirectory() as folder:
        golden_world.write(Path(folder))
        graph = load(folder)
        told = "\n\n".join(answered(graph, line) for line in ASKED.strip().splitlines())
    ANSWERS.write_text(told + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""A set of mentions with the things that they name, and how well the resolution finds these: B-cubed and by pairs.

python tests/resolution/bcubed.py            both sets, with every pair that is wrong
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
# As a script this file stands outside the package; measure the checkout that it belongs to.
sys.path.insert(0, str(HERE.parents[1]))

from kg.graph.terms import Iris  # noqa: E402
from kg.model import Article, Claim, Extraction, Mention, Modality  # noqa: E402
from kg.resolution import Resolution, resolve  # noqa: E402


@dataclass(frozen=True)
class Scores:
    """B-cubed precision and recall over mentions, and the pairs of mentions of one class group judged."""

    precision: float
    recall: float
    pairs: int
    clusters: int
    mentions: int

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


@dataclass(frozen=True)
class Named:
    """One line of a set: the cluster, and the mention in its article."""

    cluster: str
    article: str
    mention: Mention


def read(file: Path) -> tuple[list[tuple[Article, Extraction]], list[Named]]:
    """The articles of a set, and what their mentions name."""
    rows = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cluster, article, mention, posts = (part.strip() for part in f"{line} ".split("|"))
            rows[article].append((cluster, mention, posts))
    told, named = [], []
    for head, lines in rows.items():
        article_id, published = head.split()
        body, mentions, claims = "", [], []
        for cluster, text, posts in lines:
            body = _add(body, mentions, text)
            named.append(Named(cluster, article_id, mentions[-1]))
            subject = len(mentions) - 1
            for post in filter(None, map(str.strip, posts.split(";"))):
                title, what = post.split("@")
                body = _add(body, mentions, what.strip())
                over = title.startswith("-")
                mood = Modality.FORMER if over else Modality.ASSERTED
                ends = subject, "worksFor", len(mentions) - 1
                claims.append(Claim(*ends, 0, 1, "told", 0.9, mood, title.strip("- ")))
        article = Article(article_id, f"{article_id}.txt", article_id * 4, "", body, published)
        told.append((article, Extraction(article_id, tuple(mentions), tuple(claims))))
    return told, named


def _add(body: str, mentions: list[Mention], text: str) -> str:
    kind, rest = text.split(" ", 1)
    name, context = (part.strip() for part in rest.split("~"))
    mentions.append(Mention(len(body), len(body) + len(name), kind, name, context))
    return f"{body}{name}。"


def score(resolution: Resolution, named: list[Named]) -> tuple[Scores, list[str]]:
    """The figures, and every pair that is wrong in words."""
    found = {one: resolution.entity(one.article, one.mention).iri for one in named}
    right, got = _members(named, lambda one: one.cluster), _members(named, found.__getitem__)
    shares = [(len(right[n.cluster] & got[found[n]]), len(got[found[n]]), len(right[n.cluster])) for n in named]
    precision = sum(both / all_got for both, all_got, _ in shares) / len(named)
    recall = sum(both / all_right for both, _, all_right in shares) / len(named)
    pairs = [(a, b) for a, b in combinations(named, 2) if a.cluster[0] == b.cluster[0] and _near(a, b)]
    wrong = [
        f"{'joined' if found[a] == found[b] else 'apart'}: {a.article} {a.mention.name}~{a.mention.context}"
        f" {b.article} {b.mention.name}~{b.mention.context}"
        for a, b in pairs
        if (found[a] == found[b]) != (a.cluster == b.cluster)
    ]
    return Scores(precision, recall, len(pairs), len(right), len(named)), wrong


def _near(a: Named, b: Named) -> bool:
    """Whether a pair is worth judging: one thing, or two whose names have half of their characters in common."""
    first, second = set(a.mention.name), set(b.mention.name)
    return a.cluster == b.cluster or 2 * len(first & second) >= min(len(first), len(second))


def _members(named, key):
    found = defaultdict(set)
    for one in named:
        found[key(one)].add(one)
    return found


def judged(file: Path) -> tuple[Scores, list[str]]:
    """A set, resolved and scored."""
    told, named = read(file)
    return score(resolve(told, Iris().entity), named)


def main() -> None:
    """Print the figures of every set."""
    for file in sorted(HERE.glob("*.txt")):
        scores, wrong = judged(file)
        print(
            f"{file.stem}: {scores.mentions} mentions, {scores.clusters} clusters, {scores.pairs} pairs; "
            f"B-cubed precision {scores.precision:.3f} recall {scores.recall:.3f} F1 {scores.f1:.3f}"
        )
        print("".join(f"  {line}\n" for line in wrong), end="")


if __name__ == "__main__":
    main()

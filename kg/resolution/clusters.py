"""Groups of things that are one: a union-find whose outcome does not depend on the order of its joins."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Generic, TypeVar

_Item = TypeVar("_Item", bound=Any)


class Clusters(Generic[_Item]):
    """Items that can be ordered, in groups. An item that was never joined is alone."""

    def __init__(self) -> None:
        self._above: dict[_Item, _Item] = {}

    def add(self, *items: _Item) -> None:
        """Make items known."""
        for item in items:
            self._above.setdefault(item, item)

    def root(self, item: _Item) -> _Item:
        """The first item of the group."""
        above = self._above.get(item, item)
        while above != item:
            item, above = above, self._above.get(above, above)
        return item

    def join(self, a: _Item, b: _Item) -> None:
        """Make two groups one."""
        self.add(a, b)
        first, second = sorted((self.root(a), self.root(b)))
        self._above[second] = first

    def groups(self) -> list[list[_Item]]:
        """All groups, each sorted, in order."""
        found: dict[_Item, list[_Item]] = defaultdict(list)
        for item in sorted(self._above):
            found[self.root(item)].append(item)
        return [found[root] for root in sorted(found)]

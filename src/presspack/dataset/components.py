"""Connected components, by union-find."""

from typing import Generic, TypeVar

Node = TypeVar("Node", int, str)


class Components(Generic[Node]):
    """Nodes that joins connect. Only joined nodes take memory; joins and look-ups are in nearly constant time."""

    def __init__(self) -> None:
        self._above: dict[Node, Node] = {}

    def first(self, node: Node) -> Node:
        """The smallest node that this one is connected with, which may be itself."""
        above = self._above
        while (higher := above.get(node, node)) != node:
            above[node] = above.get(higher, higher)
            node = above[node]
        return node

    def join(self, one: Node, other: Node) -> None:
        """Connect two nodes."""
        one, other = self.first(one), self.first(other)
        if one != other:
            self._above[max(one, other)] = min(one, other)

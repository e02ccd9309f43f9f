"""Components are what joins connect, and each is known by its smallest node."""

from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset.components import Components

NODES = st.integers(0, 30)


@given(pairs=st.lists(st.tuples(NODES, NODES)))
def test_the_first_of_a_node_is_the_smallest_that_can_be_reached_from_it(pairs: list[tuple[int, int]]) -> None:
    found = Components[int]()
    for one, other in pairs:
        found.join(one, other)
    for node in range(31):
        reached, new = {node}, {node}
        while new:
            new = {b for pair in pairs for a, b in (pair, pair[::-1]) if a in reached} - reached
            reached |= new
        assert found.first(node) == min(reached)

"""Numbers mixed by multiplication modulo a prime, the base of MinHash."""

from typing import Any

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]


PRIME = 0x9E3779B97F4A7C15  # odd, with bits in no order


def mixed(values: Hashes, seed: int) -> Hashes:
    """For each number another, as if by chance; the seed says which."""
    return _mix(values ^ _mix(np.array([seed + 1], np.uint64)))


def _mix(values: Any) -> Hashes:
    """Every bit of the result depends on every bit of the value."""
    values = values ^ (values >> np.uint64(32))
    values *= np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(29)
    values *= np.uint64(PRIME)
    values ^= values >> np.uint64(32)
    return values  # type: ignore[no-any-return]

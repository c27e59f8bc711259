"""The fourteen families of hostile inputs, each drawn from a seed: what is in the folder, and what is typed there."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from fuzz.of_data import cache, diff, editing, registry, rubrics, text
from fuzz.of_hub import hub
from fuzz.of_others import bills, exports, peers, policies, verify
from fuzz.of_words import special, values
from fuzz.oracle import Trial

Family = Callable[[Random], Trial]


FAMILIES: dict[str, tuple[Family, int]] = {
    "registry": (registry, 20), "special files": (special, 6), "text in every field": (text, 12), "rubrics": (rubrics, 12),
    "peers' files": (peers, 14), "exports read back": (exports, 10), "bills of materials": (bills, 14), "policies and lists": (policies, 8),
    "verify": (verify, 8), "diff folders": (diff, 2), "hub": (hub, 3), "command-line values": (values, 10),
    "editing and cards": (editing, 8), "damaged cache": (cache, 2),
}  # fmt: skip
"""Each with how often it is drawn: what takes long comes less often."""


def trial(seed: int, number: int, family: str = "") -> Trial:
    """Return the trial of a number under a seed; of one family, if one is named."""
    luck = Random(f"{seed} {number}")
    names = list(FAMILIES)
    drawn = luck.choices(names, [weight for _, weight in FAMILIES.values()])[0]
    return FAMILIES[family or drawn][0](luck)

"""The fourteen families of hostile inputs, each drawn from a seed: what is in the folder, and what is typed there."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from fuzz import of_odd_files, of_odds
from fuzz.of_data import cache, diff, editing, registry, rubrics, text
from fuzz.of_hub import hub
from fuzz.of_others import bills, exports, peers, policies, verify
from fuzz.of_words import special, values
from fuzz.oracle import Trial

Family = Callable[[Random], Trial]
ODD = 1 / 3
"""The share of inputs that are whole and odd; the others are broken."""


FAMILIES: dict[str, tuple[Family, Family, int]] = {
    "registry": (registry, of_odds.registry, 20), "special files": (special, of_odd_files.special, 6),
    "text in every field": (text, of_odds.text, 12), "rubrics": (rubrics, of_odds.rubrics, 12), "peers' files": (peers, of_odd_files.peers, 14),
    "exports read back": (exports, of_odd_files.exports, 10), "bills of materials": (bills, of_odd_files.bills, 14),
    "policies and lists": (policies, of_odd_files.policies, 8), "verify": (verify, of_odd_files.verify, 8), "diff folders": (diff, of_odds.diff, 2),
    "hub": (hub, of_odd_files.hub, 3), "command-line values": (values, of_odds.values, 10),
    "editing and cards": (editing, of_odds.editing, 8), "damaged cache": (cache, of_odds.cache_, 2),
}  # fmt: skip
"""What is broken, what is odd, and how often the family is drawn: what takes long comes less often."""


def trial(seed: int, number: int, family: str = "") -> Trial:
    """Return the trial of a number under a seed; of one family, if one is named."""
    luck = Random(f"{seed} {number}")
    names = list(FAMILIES)
    drawn = luck.choices(names, [weight for *_, weight in FAMILIES.values()])[0]
    return FAMILIES[family or drawn][luck.random() < ODD](luck)

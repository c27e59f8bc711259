"""What a user of models has to do: duties, derived from license terms by declared rules.

`rules` reads and proves the rules of a data file, `texts` finds the license texts that bind a use of a model
along its line, `derive` asks every question of every text, and `meetings` tells where two texts contradict.
"""

from openscore.duties.derive import Duties, Line, TextDuties, User, duties
from openscore.duties.load import load_rules
from openscore.duties.meetings import Meeting
from openscore.duties.rules import Rules
from openscore.duties.texts import Cover, LicenseText

__all__ = [
    "Cover",
    "Duties",
    "LicenseText",
    "Line",
    "Meeting",
    "Rules",
    "TextDuties",
    "User",
    "duties",
    "load_rules",
]

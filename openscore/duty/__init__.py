"""What a user of models has to do: duties, derived from license terms by declared rules.

`rules` reads and proves the rules of a data file, `texts` finds the license texts that bind a use of a model
along its line, `derive` asks every question of every text, and `meetings` tells where two texts contradict.
"""

from openscore.duty.derive import PURPOSE, Duties, Line, TextDuties, User, duties
from openscore.duty.load import load_rules
from openscore.duty.meetings import Meeting
from openscore.duty.rules import Rules
from openscore.duty.texts import Cover, LicenseText

__all__ = [
    "PURPOSE",
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

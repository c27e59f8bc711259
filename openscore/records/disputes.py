"""Disputes: what somebody holds a fact to be. None changes a score until it is settled."""

from datetime import date
from typing import NamedTuple

from openscore.records.evidence import Evidence
from openscore.records.record import ModelRecord


class Dispute(NamedTuple):
    """What somebody holds a fact to be, with evidence."""

    path: str
    """Such as `weights.license`."""
    value: str
    """`unknown` where the evidence is held not to show the fact."""
    who: str
    day: date
    evidence: Evidence
    answer: str
    """Why the fact stays as it is; empty while the dispute is open."""


def disputes_of(record: ModelRecord, path: str = "") -> tuple[Dispute, ...]:
    """Return what is held of the facts of a record by others, in the order of the files.

    Args:
        record: A record.
        path: Only of this fact; of all if empty.
    """
    return tuple(
        Dispute(
            said["fact"],
            said["value"],
            said["who"],
            date.fromisoformat(said["day"]),
            record.evidence(said),
            said.get("answer") or "",
        )
        for said in record.data.get("disputes", ())
        if path in ("", said["fact"])
    )

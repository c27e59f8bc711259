"""What others hold of the facts that a score rests on."""

from openscore.engine.assessment import Assessment
from openscore.language import tr
from openscore.report.text import parted, sentences
from openscore.report.views.naming import typed_name


def disputed_names(assessment: Assessment) -> str:
    """Return the names of the facts that are disputed and not answered for; empty if there is none."""
    return parted(typed_name(assessment, fact) for fact in assessment.disputed)


def reserved(said: str, assessment: Assessment) -> str:
    """Return what is said of a score, with the facts behind it that are disputed and not answered for."""
    if facts := disputed_names(assessment):
        return sentences(tr("{headline}.", headline=said), tr("Disputed: {facts}.", facts=facts))
    return said

"""What others hold of the facts that a score rests on."""

from openscore.engine.assessment import Assessment
from openscore.engine.reasons import grounds
from openscore.language import tr
from openscore.records.disputes import Dispute, disputes_of
from openscore.report.text import parted, sentences
from openscore.report.views.naming import ground_name


def disputed(assessment: Assessment) -> dict[Dispute, str]:
    """Return what others hold of the facts that a score rests on, with the name of each fact."""
    registry = assessment.record.registry
    if not assessment.may_be_disputed:
        return {}
    return {
        dispute: ground_name(assessment, ground)
        for result in assessment.leaves()
        for ground in grounds(assessment, result)
        for dispute in disputes_of(registry.models[ground.record], ground.path)
    }


def disputed_names(assessment: Assessment) -> str:
    """Return the names of the facts that are disputed and not answered for; empty if there is none."""
    open = (name for dispute, name in disputed(assessment).items() if not dispute.answer)
    return parted(dict.fromkeys(open))


def reserved(said: str, assessment: Assessment) -> str:
    """Return what is said of a score, with the facts behind it that are disputed and not answered for."""
    if assessment.disputed and (facts := disputed_names(assessment)):
        return sentences(tr("{headline}.", headline=said), tr("Disputed: {facts}.", facts=facts))
    return said

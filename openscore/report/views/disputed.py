"""What others hold of the facts that a score rests on."""

from openscore.engine.assessment import Assessment
from openscore.engine.reasons import grounds
from openscore.records.disputes import Dispute, disputes_of
from openscore.report.views.naming import ground_name


def disputed(assessment: Assessment) -> dict[Dispute, str]:
    """Return what others hold of the facts that a score rests on, with the name of each fact."""
    registry = assessment.record.registry
    return {
        dispute: ground_name(assessment, ground)
        for result in assessment.leaves()
        for ground in grounds(assessment, result)
        for dispute in disputes_of(registry.models[ground.record], ground.path)
    }

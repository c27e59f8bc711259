"""What the script says, from the same catalogs as all else; it gets the words as data."""

from __future__ import annotations

from openscore.language import noted, tr

WORDS = {
    "copied": noted("copied"),
    "shown": noted("{n} of {total} models"),
    "none": noted("No model matches."),
    "code_known": noted("This code cites {name} as it stands on this site."),
    "code_other": noted(
        "This code cites {name} in another state of the data or under another rubric than its page. "
        "To see what became of it: openscore verify {code}"
    ),
    "code_unknown": noted("No model of this site has the id that this code names."),
    "comma": noted(", "),
    "pair": noted("{name}: {value}"),
    "any": noted("any"),
    "choose": noted("choose"),
    "unknown": noted("unknown"),
    "not_applicable": noted("not applicable"),
    "filters": noted("Filters"),
    "fact": noted("Any fact"),
    "value": noted("Its value"),
    "clear": noted("Clear all filters"),
    "remove": noted("Remove {what}"),
    "columns": noted("Columns"),
    "add_column": noted("Any fact as a column"),
    "weights": noted("Your weights"),
    "weights_about": noted(
        "What matters to you? Scores, ranks and bands follow at once; answers and evidence stay as they are."
    ),
    "weights_preset": noted("Begin with"),
    "weights_rubric": noted("the rubric's own weights"),
    "weights_own": noted("weights of your own"),
    "weights_mark": noted("Your weights, not the rubric's."),
    "weights_said": noted("{shares}. The rubric's own score and rank stand below each."),
    "weights_command": noted("The same as a command:"),
    "weights_link": noted("Copy the link to this view"),
    "weights_back": noted("Back to the rubric's weights"),
    "weights_beside": noted("rubric: {score}, rank {rank}"),
    "compare": noted("Chosen to compare"),
    "compare_one": noted("Compare {name}"),
    "compare_these": noted("Compare these {n}"),
    "compare_more": noted("choose another, up to five"),
    "compare_none": noted("Choose none"),
    "compare_add": noted("Add a model"),
    "compare_choose": noted("Choose two to five models, here or on the ranking."),
    "compare_scores": noted("Scores"),
    "compare_parts": noted("What drives the gap"),
    "compare_points": noted("Points of {top}"),
    "compare_gap": noted("gap"),
    "compare_sum": noted("Sum: the score"),
    "compare_less": noted("{first} less {second}: {gap} points"),
    "compare_facts": noted("Questions that are answered differently"),
    "compare_question": noted("Question"),
    "compare_same": noted("No question is answered differently."),
    "compare_sources": noted("its sources"),
    "compare_evidence": noted("Sources of {name}: {question}"),
    "compare_frameworks": noted("Under every framework"),
    "compare_agree": noted("Wherever a framework judges them all, one that leads here leads there too."),
    "compare_disagree": noted("Under {n} of {total} frameworks another model leads."),
    "compare_leads": noted("Leads"),
    "compare_sure": noted("How sure"),
    "framework": noted("Framework"),
    "openness": noted("Openness"),
    "rank": noted("Rank"),
    "percent": noted("{n}%"),
    "moved_up": noted("{n} places up"),
    "moved_down": noted("{n} places down"),
    "moved_not": noted("as under the rubric"),
    "not_rated": noted("not rated"),
    "band": noted("Band"),
    "criteria": noted("Criteria"),
    "released": noted("Released"),
}
"""By the key under which the script knows them."""


def script_words() -> dict[str, str]:
    """Return what the script says, in the language that is spoken."""
    return {key: tr(message) for key, message in WORDS.items()}

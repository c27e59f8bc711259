"""`openscore add`: begin the entry of a model, from flags, from answers, or from its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

from openscore.cli.answers import wrong_address, wrong_day, wrong_id, wrong_license, wrong_modality
from openscore.cli.editing import (
    HERE,
    ArchivedOption,
    ByOption,
    FileOption,
    ReadOption,
    UrlOption,
    done,
    edited,
    sourced,
    standing,
    told,
)
from openscore.cli.group_entries import add, file_of, said
from openscore.cli.loading import registry_of, rubric_of
from openscore.cli.output import say
from openscore.cli.parameters import argument, option
from openscore.cli.prompt import ask, is_agreed, is_terminal
from openscore.cli.values import choice, file_path
from openscore.engine.age import facts_read
from openscore.errors import UsageError
from openscore.language import noted, tr
from openscore.peers.card import Draft, Guess, read_card
from openscore.records.vocabulary import load_vocabulary
from openscore.registry.build import IDENTITY
from openscore.registry.change import LISTS, TEXTS, add_entry, items_of, set_value
from openscore.registry.change_groups import STATED, Place
from openscore.registry.edit import Desk, Sourced
from openscore.report.text import visible

ALL = "all"
KINDS = ("model", "service")
NEEDED = {
    "name": noted("Name of the release, as its maker gives it"),
    "developer": noted("Who made it"),
    "modality": noted("What it works on (text, image, audio, video, code; several with commas)"),
    "summary": noted("One neutral sentence on it"),
}

FactsOption = Annotated[
    list[str],
    option(
        "--fact",
        metavar="FACT=VALUE:SHOWS",
        help="A fact, or a date such as dates.announced, and what the sources show; repeatable.",
    ),
]
FromOption = Annotated[
    Path | None,
    file_path("--from", metavar="PATH", help="A model card, or a folder with README.md and LICENSE."),
]
AcceptOption = Annotated[
    list[str], option("--accept", metavar="FACT|all", help="Confirm a guess from --from; repeatable.")
]


IdArgument = Annotated[
    str,
    argument(
        metavar="ID",
        help="Id of the new entry, such as example-7b; makers.ID, families.ID or licenses.ID of another.",
    ),
]


class Stated(NamedTuple):
    """One fact or date with what its sources show."""

    path: str
    value: str
    shows: str


def command(
    model: IdArgument,
    name: Annotated[str, option("--name", metavar="TEXT", help=NEEDED["name"] + ".")] = "",
    developer: Annotated[str, option("--developer", metavar="TEXT", help="Who made it.")] = "",
    modality: Annotated[str, option("--modality", metavar="A,B", help="text, image, audio ...")] = "",
    summary: Annotated[str, option("--summary", metavar="TEXT", help="One neutral sentence.")] = "",
    kind: Annotated[str, choice("--kind", among=KINDS, help="What it is.")] = "model",
    sizes: Annotated[str, option("--sizes", metavar="7B,70B", help="Parameter counts.")] = "",
    aliases: Annotated[str, option("--aliases", metavar="A,B", help="Other spellings, hub ids.")] = "",
    facts: FactsOption = [],  # noqa: B006  # Typer copies it
    url: UrlOption = [],  # noqa: B006
    by: ByOption = "maker",
    read: ReadOption = None,
    archived: ArchivedOption = "",
    from_: FromOption = None,
    accept: AcceptOption = [],  # noqa: B006
    registry: FileOption = None,
) -> None:
    """Begin an entry; on a terminal it asks for what no option gives."""
    place = Place.of(model)
    stated = [_stated(text, () if place else (*TEXTS, *LISTS)) for text in facts]
    if place:
        if others := _of_models(developer=developer, modality=modality, sizes=sizes, from_=from_):
            raise UsageError(tr("{listed} is for models only", listed=others))
        _need_url(str(place), [fact.path for fact in stated if fact.path in STATED], url)
        given = {"name": name, "aliases": aliases, "summary": summary}
        _add_other(place, given, stated, sourced("", url, (), read, by, archived), registry)
        return
    model = model.removeprefix("models.")
    draft = read_card(from_, registry_of([]).licenses) if from_ else Draft("", (), (), (), ())
    if wrong := wrong_id(model):
        raise UsageError(wrong, hint=tr("nothing was written"))
    given = {"name": name or draft.name, "developer": developer, "modality": modality, "summary": summary}
    given["modality"] = given["modality"] or ",".join(draft.modality)
    asks = is_terminal() and not all(given.values())
    identity = _identity(given, asks=asks)
    urls = list(url)
    if not urls and asks and (answer := ask(tr("Address of what you read"), wrong=wrong_address)):
        urls = [answer]
    evidence = sourced("", urls, (), read, by, archived)
    if asks and urls:
        stated += _answers([entry.path for entry in stated])
    guesses, open_guesses = _confirmed(draft.guesses, accept, asks=asks)
    said = [fact.path for fact in stated] + [guess.path for guess in (*guesses, *open_guesses)]
    _need_url(model, [path for path in said if path not in (*TEXTS, *LISTS)], urls)

    def change(desk: Desk) -> None:
        more = {"kind": kind, "sizes": items_of(sizes) or list(draft.sizes), "aliases": items_of(aliases)}
        whole = {**identity, **more}
        add_entry(desk, model, {key: whole[key] for key in IDENTITY})
        for path, value, shows in [*stated, *guesses]:
            set_value(desk, model, path, value, evidence._replace(shows=shows))
        for guess in open_guesses:
            _note_guess(desk, model, guess, evidence)

    after = edited(registry, change, may_create=True)
    added = tr("added {model} to {file}", model=model, file=visible(str(registry or HERE)))
    done(f"{added}\n{told(None, standing(after, model))}\n")
    _tell(draft, open_guesses)


def _add_other(
    place: Place, given: dict[str, str], stated: Sequence[Stated], evidence: Sourced, registry: Path | None
) -> None:
    """Begin the entry of a maker, a family or a license."""
    add(place, given, [said(*one) for one in stated], evidence, registry, asks=is_terminal())
    file = visible(str(file_of(place, registry)))
    done(tr("added {model} to {file}", model=place, file=file) + "\n")


def _of_models(**options: object) -> str:
    return ", ".join(f"--{name.strip('_')}" for name, value in options.items() if value)


def _tell(draft: Draft, open_guesses: Sequence[Guess]) -> None:
    """Name what does not count yet."""
    for guess in open_guesses:
        say(
            tr(
                "guess, not counted: {path} = {value}: {shows}",
                path=guess.path,
                value=visible(guess.value),
                shows=guess.shows,
            )
        )
    for note in draft.notes:
        say(tr("note: {note}", note=visible(note)))
    if open_guesses:
        say(tr("hint: `openscore set` a guess once you have read the source; until then it is a comment"))


def _stated(text: str, sourceless: Sequence[str]) -> Stated:
    """Return what an option states; what an entry is called and where it belongs needs no source."""
    path, equals, rest = text.partition("=")
    value, colon, shows = rest.partition(":")
    if equals and not colon and path.strip() in sourceless:
        return Stated(path.strip(), rest.strip(), "")
    if not (equals and colon and shows.strip()):
        hint = tr("such as --fact 'weights.availability=public: files are listed without a gate'")
        raise UsageError(tr("fact '{text}' is not FACT=VALUE:SHOWS", text=text), hint=hint)
    return Stated(path.strip(), value.strip(), shows.strip())


def _identity(given: dict[str, str], *, asks: bool) -> dict[str, object]:
    """Return who and what it is, asking for what is missing if someone is there."""
    if asks:
        vocabulary = load_vocabulary()
        checks = {"modality": lambda answer: wrong_modality(answer, vocabulary)}
        given = {
            key: value or ask(tr(NEEDED[key]), wrong=checks.get(key), is_needed=True)
            for key, value in given.items()
        }
    missing = [f"--{key}" for key, value in given.items() if not value]
    if missing:
        raise UsageError(
            tr("an entry needs {listed}", listed=", ".join(missing)),
            hint=tr("on a terminal `openscore add` asks"),
        )
    return {**given, "modality": items_of(given["modality"])}


def _answers(stated: Sequence[str]) -> Iterator[Stated]:
    """Ask for each fact that the default rubric reads; Enter leaves one unknown."""
    rubric = rubric_of("")
    vocabulary, read = rubric.vocabulary, facts_read(rubric)
    say(tr("Enter leaves a fact unknown; `openscore facts FACT` tells what its values mean."))
    licenses = registry_of([]).licenses
    if day := ask(tr("dates.announced (such as 2026-01-31)"), wrong=wrong_day):
        yield Stated("dates.announced", day, ask(tr("  what shows it?"), is_needed=True))
    for path in vocabulary.facts:
        if path in stated or path not in read:
            continue
        is_license = vocabulary.is_license(path)
        values = [] if is_license else [value.id for value in vocabulary.values(path)]
        wrong = partial(wrong_license, licenses=licenses) if is_license else None
        listed = ", ".join(values) or tr("an SPDX expression, or NONE")
        if value := ask(f"{path} ({listed})", known=values, wrong=wrong):
            yield Stated(path, value, ask(tr("  what shows it?"), is_needed=True))


def _confirmed(
    guesses: Sequence[Guess], accept: Sequence[str], *, asks: bool
) -> tuple[list[Guess], list[Guess]]:
    """Return the guesses that someone confirmed, and the others."""
    paths = [guess.path for guess in guesses]
    for path in accept:
        if path not in (ALL, *paths):
            raise UsageError(
                tr("there is no guess of '{path}'", path=path),
                hint=tr("guesses: {guesses}", guesses=", ".join(paths) or tr("none")),
            )
    agreed: list[Guess] = []
    open_guesses: list[Guess] = []
    for guess in guesses:
        is_sure = ALL in accept or guess.path in accept
        if not is_sure and asks:
            is_sure = is_agreed(f"{guess.path} = {guess.value}? ({guess.shows})")
        (agreed if is_sure else open_guesses).append(guess)
    return agreed, open_guesses


def _need_url(name: str, paths: Sequence[str], urls: Sequence[str]) -> None:
    if paths and not urls:
        hint = tr("--url ADDRESS, such as that of the model card")
        raise UsageError(tr("{path} of '{model}' needs a source", path=paths[0], model=name), hint=hint)


def _note_guess(desk: Desk, model: str, guess: Guess, evidence: Sourced) -> None:
    component, _, aspect = guess.path.partition(".")
    sources = desk.evidence(model, evidence._replace(shows=guess.shows))
    desk.editor.guess(("models", model, component), aspect, {"value": guess.value, **sources})

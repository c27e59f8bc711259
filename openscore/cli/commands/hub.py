"""Score the metadata of a model hub: millions of models, from Parquet or JSON Lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from openscore.cli.extras import needs
from openscore.cli.listing import FormatOption, list_text
from openscore.cli.loading import registry_of, rubric_of, snapshots
from openscore.cli.options import OutputOption, RegistryOption, RubricOption, StandaloneOption
from openscore.cli.output import say, write
from openscore.cli.parameters import argument, flag, option
from openscore.cli.screen import progress_console, screen
from openscore.cli.values import choice, file_argument, place, size, whole_number
from openscore.errors import UsageError
from openscore.files import is_file
from openscore.hub.addresses import Place, on_this_machine, place_of
from openscore.language import counted, tr
from openscore.report.terminal.lists import Row
from openscore.report.text import titled, visible
from openscore.resources import rubric_files

if TYPE_CHECKING:
    from openscore.hub.score import HubRun, Outcome

ENGINES = ("duckdb", "spark")
SUMMARY_FORMATS = ("table", "json", "csv", "svg")
ScoredArgument = Annotated[Path, file_argument(metavar="SCORED", help="What `hub score` wrote.")]


def _keys() -> list[str]:
    from openscore.hub.summary import KEYS

    return list(KEYS)


def score(
    inputs: Annotated[list[str], place(metavar="INPUT", help="Files, folders or patterns.")],
    output: Annotated[
        str | None, place("--output", "-o", help="Parquet to write; a folder of it by Spark.")
    ] = None,
    rubric: RubricOption = "",
    registry: RegistryOption = [],  # noqa: B006  # Typer copies it
    standalone: StandaloneOption = False,
    memory: Annotated[str, size("--memory-limit", help="Of the database, such as 2GB.")] = "1GB",
    threads: Annotated[
        int | None, whole_number("--threads", low=1, high=1024, help="How many; all if left out.")
    ] = None,
    no_lineage: Annotated[bool, flag("--no-lineage", help="Leave base models out.")] = False,
    engine: Annotated[str, choice("--engine", among=ENGINES, help="What does the work.")] = "duckdb",
    master: Annotated[
        str, option("--master", metavar="URL", help="Of Spark: spark://host:7077, or sc://host.")
    ] = "",
    resume: Annotated[bool, flag("--resume", help="Go on where a stopped run was.")] = False,
    dated: Annotated[
        bool,
        flag(
            "--dated", help="Score the snapshot of each day that files name apart, by the facts of that day."
        ),
    ] = False,
) -> None:
    """Score every model of a hub from its metadata; what metadata cannot tell stays unknown."""
    needs("hub", "duckdb", "sqlglot")
    if (engine == "spark") != bool(master):
        raise UsageError(
            tr("`--engine spark` and `--master` go together"),
            hint=tr("`openscore hub score INPUT -o OUT.parquet --engine spark --master spark://host:7077`"),
        )
    if master:
        needs("spark", "pyspark")
    from openscore.hub.inputs import input_places
    from openscore.hub.score import HubRun

    loaded, judged = registry_of(registry, standalone=standalone), rubric_of(rubric)
    for day, (files, written) in _outputs(
        input_places(inputs), place_of(output) if output else None, dated=dated
    ).items():
        if resume and isinstance(written, Path) and dated and written.exists():
            continue
        then = loaded.as_of(date.fromisoformat(day)) if day else loaded
        run = HubRun(
            files, written, then, judged,
            lineage=not no_lineage, master=master, snapshots=snapshots(), day=day,
        )  # fmt: skip
        try:
            with _Bar() as bar:
                done = run.score(memory=memory, threads=threads or 0, resume=resume, progress=bar.show)
        finally:
            if isinstance(run.work, Path) and run.work.exists():
                say(tr("what was read before stays for `--resume`: {path}", path=run.work))
        _say(run, done, day)


def _outputs(
    files: list[Place], output: Place | None, *, dated: bool
) -> dict[str, tuple[Sequence[Place], Place]]:
    """Return which files become which output, by their day; the day is empty where it does not matter."""
    if not dated:
        if output is None or output.suffix != ".parquet":
            hint = tr("`openscore hub score INPUT -o OUT.parquet`")
            raise UsageError(tr("the output is a Parquet file"), hint=hint)
        return {"": (files, output)}
    from openscore.hub.trend import by_day

    if output is None or is_file(folder := on_this_machine(output)) or output.suffix == ".parquet":
        hint = tr("`openscore hub score --dated INPUT -o FOLDER`")
        raise UsageError(tr("the output of several days is a folder"), hint=hint)
    days = by_day(map(on_this_machine, files))
    today = date.today().isoformat()
    for path in days[last] if (last := max(days, default="")) > today else ():
        hint = tr("today is {today}", today=today)
        raise UsageError(tr("'{path}' is of a day in the future", path=path), hint=hint)
    return {day: (listed, folder / f"{day}.parquet") for day, listed in days.items()}


def _say(run: HubRun, done: Outcome, day: str) -> None:
    """Tell what a run came to."""
    said = tr(
        "{models} scored, {curated} of them by the registry; {kinds}; {rejects}",
        models=counted("{n} model", "{n} models", done.models),
        curated=done.curated,
        kinds=counted("{n} distinct case", "{n} distinct cases", done.kinds),
        rejects=counted("{n} row rejected", "{n} rows rejected", done.rejects),
    )  # fmt: skip
    say(f"{day}: {said}" if day else said)
    if done.rejects:
        say(tr("rejected rows with the reason: {path}", path=run.rejects))


def summary(
    scored: ScoredArgument,
    by: Annotated[
        str, choice("--by", among=_keys, metavar="KEY", help="band, license, author, task or year.")
    ] = "band",
    top: Annotated[int, whole_number("--top", low=1, help="Groups to show.")] = 15,
    format: Annotated[str, choice("--format", among=SUMMARY_FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
) -> None:
    """Show how scores are distributed, counted by models and by downloads."""
    needs("hub", "duckdb")
    from openscore.hub.summary import summarized
    from openscore.report.analyses import hub as report

    found, listed = summarized(scored, by, top)
    if format == "json":
        text = report.summary_json(found, listed, by)
    elif format == "csv":
        text = report.summary_csv(listed, by)
    elif format == "svg":
        text = report.summary_svg(found, listed, by)
    else:
        text = report.summary_table(found, listed, by, screen(output))
    write(text, output, is_data=format != "table")


def trend(
    scored: Annotated[list[str], place(metavar="SCORED", help="Files or folders of `hub score --dated`.")],
    by: Annotated[
        str, choice("--by", among=("month", "day"), help="The last snapshot of each month, or every one.")
    ] = "month",
    top: Annotated[int, whole_number("--top", low=1, help="Changes of licenses to show.")] = 15,
    format: Annotated[str, choice("--format", among=SUMMARY_FORMATS, help="Output format.")] = "table",
    output: OutputOption = None,
) -> None:
    """Show how a hub changes: shares of bands, licenses that change, licenses looser than a base's."""
    needs("hub", "duckdb")
    from openscore.hub.inputs import input_files
    from openscore.hub.trend import trend as trend_of
    from openscore.report.analyses import trend as report

    found = trend_of(input_files(scored), by, top)
    if format == "json":
        text = report.trend_json(found, by)
    elif format == "csv":
        text = report.trend_csv(found)
    elif format == "svg":
        text = report.trend_svg(found, _bands(found.rubric))
    else:
        text = report.trend_table(found, _bands(found.rubric), screen(output))
    write(text, output, is_data=format != "table")


def _bands(rubric: str) -> dict[str, str]:
    """Return the titles of the bands of a shipped rubric by id, the least open first; nothing of another."""
    id = rubric.partition(" ")[0]
    if id not in rubric_files():
        return {}
    judged = rubric_of(id)
    bands = sorted(judged.bands, key=judged.openness)
    return {band.id: titled(band.title) for band in bands}


def lineage(
    scored: ScoredArgument,
    model: Annotated[str, argument(metavar="MODEL", help="Follow one model up; all pairs if left out.")] = "",
    registry: RegistryOption = [],  # noqa: B006
    top: Annotated[int, whole_number("--top", low=1, help="Pairs to show.")] = 15,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> None:
    """Show licenses that grant more than a base model's license passes on, with the clause."""
    needs("hub", "duckdb", "sqlglot")
    from openscore.hub.chains import chain_rows, conflict_rows

    loaded = registry_of(registry)
    narrow: tuple[str, ...]
    if model:
        rows = chain_rows(scored, model, loaded)
        narrow = ("step", "model", "license", "conflict")
    else:
        rows = conflict_rows(scored, top, loaded)
        narrow = ("license", "base_license", "models")
    shown = [_shown(row, ("license", "base_license", "model"), format) for row in rows]
    text = list_text(shown, "hub-lineage", narrow=narrow, format=format, output=output)
    write(text, output, is_data=format != "table")


def _shown(row: Mapping[str, str], long: Sequence[str], format: str) -> Row:
    """Return a row without what acts on a screen, and with long names as a table has room for them."""
    from openscore.report.analyses.hub import short

    seen = {key: visible(value) for key, value in row.items()}
    return {key: short(value) if key in long and format == "table" else value for key, value in seen.items()}


class _Bar:
    """A progress bar on a terminal; nothing in a pipe."""

    def __enter__(self) -> _Bar:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = progress_console()
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[rows]}", markup=False),
            TimeRemainingColumn(),
        )
        self._progress = Progress(
            *columns, console=console, transient=True, expand=True, disable=not console.is_terminal
        )
        self._task = self._progress.add_task("", total=1.0, rows="")
        self._step, self._share = "", 0.0
        self._progress.start()
        return self

    def show(self, step: str, share: float, rows: int) -> None:
        """Show how far a step is, in rows where it is known how many there are."""
        if step != self._step:
            self._step, self._share = step, 0.0
            self._progress.reset(self._task, description=visible(tr(step)), total=1.0, rows="")
        elif share < self._share + 0.01:
            return  # So little progress tells nothing of the time left.
        self._share = share
        done = f"{share:.0%}"
        if rows:
            done = tr("{done:,} of {rows:,} rows", done=round(share * rows), rows=rows)
        self._progress.update(self._task, completed=share, rows=done)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


commands = {"score": score, "summary": summary, "trend": trend, "lineage": lineage}

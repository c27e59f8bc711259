"""How Spark reads the files of a run: those of one kind at once, whatever node has the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from openscore.errors import DataError
from openscore.hub.addresses import Address, Place, absolute, address_of, addressed
from openscore.hub.inputs import ARRAY, HEAD, UNSTRUCTURED, is_parquet, layout, layout_of, part_of
from openscore.hub.staging import Rows, readable, staged
from openscore.language import noted, tr

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType

    from openscore.hub.engine_spark import SparkEngine

PLACE = "file, split, row"
"""Where a row is: in JSON Lines `row` only orders those of a split of the file, until all are counted."""
WITHIN = "_of.file_path AS file, {split} AS split, {row} AS row"
PARQUET = WITHIN.format(split="CAST(0 AS BIGINT)", row="_of.row_index + 1")
LINES = WITHIN.format(split="_of.file_block_start", row="monotonically_increasing_id()")
ENTRIES = ("_metadata.file_path AS file", "posexplode(from_json(value, 'array<variant>')) AS (place, entry)")
ENTRY = ("to_json(entry) AS json", "file", "CAST(0 AS BIGINT) AS split", "CAST(place + 1 AS BIGINT) AS row")
"""What Spark knows of the place of a row, which DuckDB's functions say there."""
CLOSED = "\n}"
"""How an object over several lines ends, and no line within one begins."""
ACTING = "\\*?[]{}"
"""Characters that act in the names of files which Spark reads."""
TYPES = {
    "string": "VARCHAR",
    "byte": "TINYINT",
    "short": "SMALLINT",
    "long": "BIGINT",
    "timestamp": "TIMESTAMP WITH TIME ZONE",
    "timestamp_ntz": "TIMESTAMP",
}
"""Spark's types that DuckDB calls otherwise."""


class Kind(NamedTuple):
    """What files have to have in common to be read at once."""

    layout: str
    schema: str = ""
    """Of Parquet, in Spark's words."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of Parquet, with their types in DuckDB's words."""


def read(engine: SparkEngine, inputs: Sequence[Place]) -> None:
    """Make `staged` (see `Engine`) of the parts that an earlier run has read, and of what it has not."""
    kinds: dict[Kind, list[Place]] = {}
    for path in inputs:
        kinds.setdefault(_kind(engine, path), []).append(path)
    engine.open("parts", [_part(engine, kind, paths) for kind, paths in kinds.items()])
    _number(engine, {str(addressed(path)): place for place, path in enumerate(inputs)})


def _number(engine: SparkEngine, places: Mapping[str, int]) -> None:
    """Make `staged` of `parts`: rows of JSON Lines are counted split by split, for none is read in order."""
    engine.make(
        "splits", "SELECT file, split, min(row) AS start, count(*) AS rows FROM parts GROUP BY file, split"
    )
    uris = [row[0] for row in engine.rows("SELECT DISTINCT file FROM splits")]
    engine.fill("files", ("uri", "file"), ((uri, places[_address(uri)]) for uri in uris), ("file",))
    engine.define(
        "starts",
        "SELECT s.file AS uri, s.split, f.file, s.start - 1 - COALESCE(sum(s.rows) OVER (PARTITION BY s.file "
        "ORDER BY s.split ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS shift "
        "FROM splits s JOIN files f ON f.uri = s.file",
    )
    engine.define(
        "staged",
        "SELECT s.file * 10000000000 + p.row - s.shift AS node, s.file, p.row - s.shift AS row, "
        "p.* EXCLUDE (file, split, row) FROM parts p JOIN starts s ON s.uri = p.file AND s.split = p.split",
    )


def _kind(engine: SparkEngine, path: Place) -> Kind:
    if not is_parquet(path):
        return Kind(_far_layout(engine, path) if isinstance(path, Address) else layout(path))
    with engine.doing(_step([path])):
        schema = engine.session.read.parquet(named(path)).schema
    return Kind("parquet", schema.json(), tuple((one.name, duckdb_type(one.dataType)) for one in schema))


def _far_layout(engine: SparkEngine, path: Address) -> str:
    """Return how JSON lies in a file, by how its first line begins; a brace alone has more lines after it."""
    with engine.doing(_step([path])):
        lines = engine.session.read.text(named(path)).where("trim(value) <> ''").limit(1)
        begun = lines.selectExpr(f"left(trim(value), {HEAD})").collect()
    return layout_of("".join(f"{line[0]}\n" for line in begun).encode())


def duckdb_type(kind: DataType) -> str:
    """Return a type of Spark in DuckDB's words."""
    from pyspark.sql.types import ArrayType, DecimalType, StructType

    if isinstance(kind, ArrayType):
        return f"{duckdb_type(kind.elementType)}[]"
    if isinstance(kind, StructType):
        return f"STRUCT({', '.join(f'{one.name} {duckdb_type(one.dataType)}' for one in kind)})"
    if isinstance(kind, DecimalType):
        return f"DECIMAL({kind.precision},{kind.scale})"
    name = str(kind.typeName())
    return TYPES.get(name, name.upper())


def _part(engine: SparkEngine, kind: Kind, paths: Sequence[Place]) -> Place:
    """Read files of a kind unless an earlier run has; return the part."""
    with engine.doing(_step(paths)):
        frame = _rows(engine, kind, paths)
        _check(frame, paths)
        _entries(kind, frame).createOrReplaceTempView("source")
        place = {"parquet": PARQUET, ARRAY: PLACE}.get(kind.layout, LINES)
        query = staged(readable(Rows("source", place, PLACE), dict(kind.columns), paths[0]), PLACE)
        part = engine.folder / part_of(f"{kind} {query} {[*map(str, paths)]}", paths)
        if isinstance(part, Address) or not part.exists():
            frame = engine.query(query)
            engine.publish(lambda place: engine.keep(frame, place), part)
    return part


def _rows(engine: SparkEngine, kind: Kind, paths: Sequence[Place]) -> DataFrame:
    import json

    from pyspark.sql.types import StructType

    names = [named(path) for path in paths]
    if kind.schema:
        return engine.session.read.schema(StructType.fromJson(json.loads(kind.schema))).parquet(*names)
    closed = CLOSED if kind.layout == UNSTRUCTURED else None
    return engine.session.read.text(names, wholetext=kind.layout == ARRAY, lineSep=closed)


def _entries(kind: Kind, frame: DataFrame) -> DataFrame:
    """Return the entries of JSON, as `json`, or the columns of Parquet; `_of` says whence they are."""
    if kind.schema:
        return frame.selectExpr("*", "_metadata AS _of")
    if kind.layout == ARRAY:
        return frame.selectExpr(*ENTRIES).selectExpr(*ENTRY)
    json = "value"
    if kind.layout == UNSTRUCTURED:
        json = f"CASE WHEN trim(value) = '' THEN '' ELSE value || '{CLOSED}' END"
    return frame.selectExpr(f"{json} AS json", "_metadata AS _of")


def _check(frame: DataFrame, paths: Sequence[Place]) -> None:
    """Look that Spark leaves no file out, as it does where a name begins with a dot or a line.

    Raises:
        DataError: If it does.
    """
    known = {_address(uri) for uri in frame.inputFiles()}
    for path in paths:
        if str(addressed(path)) not in known:
            raise DataError(
                tr("Spark does not read a file named '{path}'", path=path), hint=tr("give it another name")
            )


def _address(uri: str) -> str:
    return str(address_of(unquote(uri)))


def named(path: Place) -> str:
    """Return the name by which Spark reads exactly this file, and does not take it for a pattern."""
    return "".join(f"\\{char}" if char in ACTING else char for char in str(absolute(path)))


def _step(paths: Sequence[Place]) -> str:
    return tr("reading {file}", file=paths[0].name) if len(paths) == 1 else noted("reading")

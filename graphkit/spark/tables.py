"""Tables between Spark and Polars: columns of the same names, and Polars code on whole partitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from graphkit.model import Problem

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql import types as st

    from graphkit.spark.shared import Shared

Work = Callable[..., pl.DataFrame]
Batches = Iterator["pa.RecordBatch"]

PROBLEM = pl.Schema(
    {
        "source": pl.String(),
        "line": pl.UInt32(),
        "code": pl.String(),
        "message": pl.String(),
        "field": pl.String(),
        "severity": pl.String(),
    }
)
_SLICE = 20_000


def spark_schema(schema: Mapping[str, pl.DataType]) -> st.StructType:
    """The same columns in Spark's types, which know no unsigned numbers: those become the next wider ones."""
    from pyspark.sql import types as st

    return st.StructType([st.StructField(name, _spark_type(dtype)) for name, dtype in schema.items()])


def _spark_type(dtype: pl.DataType) -> st.DataType:
    from pyspark.sql import types as st

    if isinstance(dtype, pl.List):
        return st.ArrayType(_spark_type(_inner(dtype)))
    if isinstance(dtype, pl.Struct):
        return spark_schema(_fields(dtype))
    if isinstance(dtype, pl.Datetime):
        return st.TimestampType()
    simple: dict[Any, st.DataType] = {
        pl.String: st.StringType(),
        pl.Binary: st.BinaryType(),
        pl.Boolean: st.BooleanType(),
        pl.Float64: st.DoubleType(),
        pl.UInt8: st.ShortType(),
    }
    return simple.get(type(dtype), st.LongType())


def arrow_schema(schema: Mapping[str, pl.DataType]) -> pa.Schema:
    """The same columns as Spark expects them in Arrow."""
    import pyarrow as pa

    return pa.schema([(name, _arrow_type(dtype)) for name, dtype in schema.items()])


def _arrow_type(dtype: pl.DataType) -> pa.DataType:
    import pyarrow as pa

    if isinstance(dtype, pl.List):
        return pa.list_(_arrow_type(_inner(dtype)))
    if isinstance(dtype, pl.Struct):
        return pa.struct([(name, _arrow_type(inner)) for name, inner in _fields(dtype).items()])
    if isinstance(dtype, pl.Datetime):
        return pa.timestamp("us", "UTC")
    simple: dict[Any, pa.DataType] = {
        pl.String: pa.string(),
        pl.Binary: pa.binary(),
        pl.Boolean: pa.bool_(),
        pl.Float64: pa.float64(),
        pl.UInt8: pa.int16(),
    }
    return simple.get(type(dtype), pa.int64())


def _inner(dtype: pl.List) -> pl.DataType:
    return cast(pl.DataType, dtype.inner)


def _fields(dtype: pl.Struct) -> dict[str, pl.DataType]:
    return {field.name: cast(pl.DataType, field.dtype) for field in dtype.fields}


def on_partitions(
    frame: DataFrame,
    work: Work,
    reads: Mapping[str, pl.DataType],
    gives: Mapping[str, pl.DataType],
    *shared: Shared,
) -> DataFrame:
    """What `work` makes of each partition of `frame`: a table with the columns `reads` in, one with `gives` out.

    After the table it gets the values of `shared`. Partitions without rows are not asked.
    """
    arrow = arrow_schema(gives)

    def run(batches: Batches) -> Batches:
        table = _read(batches, reads)
        if table.height:
            yield from _written(work(table, *(one.value for one in shared)), arrow)

    return frame.select(*reads).mapInArrow(run, spark_schema(gives))


def _read(batches: Batches, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    import pyarrow as pa

    held = [batch for batch in batches if batch.num_rows]
    if not held:
        return pl.DataFrame(schema=schema)
    table = pl.from_arrow(pa.Table.from_batches(held))
    assert isinstance(table, pl.DataFrame)
    return table.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def _written(table: pl.DataFrame, schema: pa.Schema) -> Batches:
    for part in table.select(schema.names).iter_slices(_SLICE):
        yield from part.to_arrow().cast(schema).to_batches()


def collected(frame: DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """A small table, brought to the driver."""
    return _read(iter(frame.select(*schema).toArrow().to_batches()), schema)


def sent(session: SparkSession, table: pl.DataFrame) -> DataFrame:
    """A small table of the driver as one of Spark's."""
    schema = dict(table.schema)
    return session.createDataFrame(table.to_arrow().cast(arrow_schema(schema)), spark_schema(schema))


def boxed(name: str, table: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows of a table as structs in one column: so one task gives several tables."""
    return table.select(pl.struct(pl.col(column).cast(dtype) for column, dtype in schema.items()).alias(name))


def boxes(**schemas: Mapping[str, pl.DataType]) -> pl.Schema:
    """The schema of several tables in one, one column each."""
    return pl.Schema({name: pl.Struct(dict(schema)) for name, schema in schemas.items()})


def joined(schema: pl.Schema, *parts: pl.DataFrame) -> pl.DataFrame:
    """Boxed tables below each other."""
    return pl.concat([pl.DataFrame(schema=schema), *parts], how="diagonal")


def unboxed(frame: DataFrame, name: str) -> DataFrame:
    """One of the tables that `boxed` put into `frame`."""
    return frame.filter(frame[name].isNotNull()).select(f"{name}.*")


def problem_table(problems: list[Problem]) -> pl.DataFrame:
    """Problems as rows, in the columns of PROBLEM."""
    rows = [tuple(getattr(problem, name) for name in PROBLEM) for problem in problems]
    return pl.DataFrame(rows, schema=PROBLEM, orient="row")

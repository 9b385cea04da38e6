"""Spark: the same road on a cluster. Rules stay in `resolve`; here is what carries tables between machines."""

from __future__ import annotations

from graphkit.spark.build import beside, build

__all__ = ["beside", "build"]

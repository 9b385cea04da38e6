"""The graph: two sorted tables, the views people mean, and the doors to other libraries."""

from graphkit.graph.core import Graph, Neighbours

__all__ = ["Graph", "Neighbours"]

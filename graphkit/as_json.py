"""Values as JSON that every reader takes."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any


def as_json(value: Any, indent: int | None = None) -> str:
    """The value as JSON: times in ISO 8601, NaN and infinities, which JSON has not, as null.

    >>> as_json({"x": float("nan"), "day": date(2024, 1, 2)})
    '{"x": null, "day": "2024-01-02"}'
    """
    return json.dumps(_finite(value), ensure_ascii=False, indent=indent, default=_text)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _text(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else str(value)

"""The pydantic models against the service model of the installed botocore."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from typing import Any

import botocore
import pytest
from botocore.loaders import Loader

from pevents_tui.domain.fields import fields_of
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import ANY, Path

JUDGED_BOTOCORE = (1, 44)
"""The botocore whose model was read; a newer one may add fields, which warns a user and fails in CI."""

Row = tuple[str, bool, int | None, int | None, str | None, bool]


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    loaded: dict[str, Any] = Loader().load_data("personalize-events/2018-03-22/service-2")
    return loaded


def _shape_rows(model: dict[str, Any], name: str, above: Path) -> Iterator[tuple[Path, Row]]:
    shape = model["shapes"][name]
    for member, reference in shape["members"].items():
        inner = model["shapes"][reference["shape"]]
        required = member in shape.get("required", [])
        yield (*above, member), _row(inner, required)
        if inner["type"] == "structure":
            yield from _shape_rows(model, reference["shape"], (*above, member))
        elif inner["type"] == "list":
            element = model["shapes"][inner["member"]["shape"]]
            if element["type"] == "structure":
                yield from _shape_rows(model, inner["member"]["shape"], (*above, member, ANY))
            else:
                yield (*above, member, ANY), _row(element, required=required)


def _row(shape: dict[str, Any], required: bool) -> Row:
    forms = {"float": "number", "timestamp": "time", "structure": "group", "list": "list", "string": "text"}
    return (
        forms[shape["type"]],
        required,
        shape.get("min"),
        shape.get("max"),
        shape.get("pattern"),
        bool(shape.get("sensitive")),
    )


@pytest.mark.parametrize("name", list(KINDS))
def test_every_field_is_as_the_service_model_has_it(name: str, model: dict[str, Any]) -> None:
    kind = KINDS[name]
    operation = model["operations"][kind.operation]
    theirs = dict(_shape_rows(model, operation["input"]["shape"], ()))
    plain = {"properties": "text", "rows": "list"}
    ours = {
        spec.path: (plain.get(spec.form, spec.form), spec.required, spec.least, spec.most, spec.pattern, spec.sensitive)
        for spec in fields_of(name)
    }
    newer = tuple(map(int, botocore.__version__.split(".")[:2])) > JUDGED_BOTOCORE
    if newer and ours != theirs and "CI" not in os.environ:
        warnings.warn(f"botocore {botocore.__version__} differs from the models", DeprecationWarning, stacklevel=1)
        pytest.skip("a newer botocore changed the service model")
    assert ours == theirs


@pytest.mark.parametrize("name", list(KINDS))
def test_route_and_list_are_as_the_service_model_has_them(name: str, model: dict[str, Any]) -> None:
    kind = KINDS[name]
    operation = model["operations"][kind.operation]
    assert operation["http"]["requestUri"] == kind.route
    assert kind.rows in model["shapes"][operation["input"]["shape"]]["members"]


def test_properties_are_json_values_in_the_service_model(model: dict[str, Any]) -> None:
    for kind in KINDS.values():
        assert model["shapes"][kind.row.__name__]["members"]["properties"]["jsonvalue"] is True

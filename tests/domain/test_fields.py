"""The table of FieldSpecs is what the models say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pevents_tui.domain import field_table
from pevents_tui.domain.fields import fields_of, spec_at
from pevents_tui.domain.kinds import KINDS, ROWS_WORDS, Kind
from pevents_tui.domain.reading import read_fields, table_source


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_table_is_what_the_models_say(kind: str) -> None:
    told = "python -m pevents_tui.domain.reading > src/pevents_tui/domain/field_table.py"
    assert fields_of(kind) == read_fields(kind), told
    assert table_source() == Path(field_table.__file__).read_text(encoding="utf-8"), told


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda each: each.name)
def test_who_stands_where_the_models_have_it(kind: Kind) -> None:
    assert kind.happens is (spec_at(kind.name, kind.who(3, "sessionId")) is not None)
    assert kind.by_row is bool({"session_id", "user_id"} & set(kind.row.model_fields))
    assert kind.address in {str(field.alias) for field in kind.request.model_fields.values()}
    assert re.split(", | or ", ROWS_WORDS) == [each.rows for each in KINDS.values()]

"""JSON: canonical, described by a schema, and a document again when read."""

import json
from dataclasses import replace
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rendering import json_form
from reporting.rendering.document import Column, Language, Paragraph, Table
from tests.reporting.rendering import samples

SCHEMA = json.loads(json_form.SCHEMA.read_text())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_document_meets_the_schema_and_reads_back(language: Language) -> None:
    document = samples.document(language=language, blocks=(samples.small_table(),))
    data = json_form.render(document)
    jsonschema.validate(json.loads(data), SCHEMA, format_checker=jsonschema.FormatChecker())
    again = json_form.read(data)
    assert again == document
    assert json_form.render(again) == data


def test_the_schema_is_a_schema_and_refuses_a_number_without_its_figure() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    plain = json.loads(json_form.render(samples.document()))
    plain["sections"][0]["blocks"][0]["cards"][0]["figure"].pop("figure_id")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain, SCHEMA)


def test_every_figure_carries_its_id_and_its_exact_value() -> None:
    text = json_form.render(samples.document()).decode()
    assert '"figure_id":"F-3f2a9c1d"' in text
    assert '"value":"186412.38"' in text
    assert "186412.37" not in text


def test_equal_numbers_have_equal_bytes() -> None:
    def data(value: Decimal) -> bytes:
        column = Column(heading="吨", kind="number")
        table = Table(caption="表", columns=(column,), rows=((value,),))
        return json_form.render(samples.document(blocks=(table,)))

    assert data(Decimal("1.50")) == data(Decimal("1.5")) == data(Decimal("15E-1"))
    assert data(Decimal("1.5")) != data(Decimal("1.51"))


@given(st.text(min_size=1, alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(text: str) -> None:
    document = samples.document(blocks=(Paragraph((text,)),))
    assert json_form.read(json_form.render(document)) == document


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6) | st.integers())
def test_any_number_survives(value: Decimal | int) -> None:
    column = Column(heading="吨", kind="number")
    table = Table(caption="表", columns=(column,), rows=((value,),))
    document = samples.document(blocks=(table,))
    assert json_form.read(json_form.render(document)) == document


@pytest.mark.parametrize(
    "damage",
    [
        lambda plain: plain.pop("title"),
        lambda plain: plain.update(schema="document-9"),
        lambda plain: plain.update(unheard="of"),
        lambda plain: plain["sections"][0]["blocks"].append({"kind": "film"}),
        lambda plain: plain["provenance"][0].update(value="many"),
    ],
)
def test_a_damaged_file_is_refused(damage: object) -> None:
    plain = json.loads(json_form.render(samples.document()))
    damage(plain)  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"damaged|not a document-1|film"):
        json_form.read(json.dumps(plain).encode())


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        json_form.read(b"%PDF-1.7")


def test_another_title_is_another_file() -> None:
    document = samples.document()
    assert json_form.render(replace(document, title="另一份")) != json_form.render(document)

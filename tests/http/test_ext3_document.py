"""ext3: the OpenAPI document says what a reader of it needs: what `spectral:oas` asks for, and a word on each field."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from bot.core.humanlayer import shapes
from bot.core.submissions import drafts
from bot.http.api import batch_pause_routes, grant_routes, schemas, submission_schemas
from bot.http.api.openapi_document import EXAMPLES, FIELDS, PARAMETERS
from tests.http.test_openapi import document as document
from tests.http.test_openapi import operations
from tests.http.test_openapi import server as server

BODIES = (schemas, submission_schemas, grant_routes, batch_pause_routes, drafts, shapes)
"""The modules of all request bodies."""
NAMED = {
    *("CallDraft", "ProblemDetails", "AskField", "NarrowedDeciders", "FunctionCall", "FunctionCallSpec"),
    *(
        "FunctionCallStatus",
        "HumanContact",
        "HumanContactSpec",
        "HumanContactStatus",
        "CallEscalation",
        "ContactChannel",
    ),
    *("SlackContact", "PhoneContact", "EmailContact", "EmailContactRecipient", "ResponseChoice"),
}
"""The schemas that are described field by field, besides those whose names end in In or Out."""


@pytest.fixture
async def parameters(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for *_, operation in operations(document) for each in operation.get("parameters", ())]


async def test_ext3_the_document_names_a_contact_a_server_and_its_tags(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["contact"]["name"]
    assert document["info"]["description"]
    assert document["servers"]
    assert all(tag["description"] for tag in document["tags"])


async def test_ext3_every_operation_has_a_known_tag_and_says_what_it_does(document: dict[str, Any]) -> None:
    known, used = {tag["name"] for tag in document["tags"]}, set()
    for method, path, operation in operations(document):
        assert len(operation["tags"]) == 1, (method, path)
        used.update(operation["tags"])
        assert operation["description"].strip(), (method, path)
        assert operation["operationId"], (method, path)
    assert used == known


async def test_ext3_every_parameter_and_every_field_is_described(
    document: dict[str, Any], parameters: list[dict[str, Any]]
) -> None:
    assert [each["name"] for each in parameters if not each["description"].strip()] == []
    bodies = {
        name: schema
        for name, schema in document["components"]["schemas"].items()
        if name.endswith(("In", "Out")) or name in NAMED
    }
    assert bodies.keys() >= NAMED
    bare = [
        f"{name}.{field}"
        for name, schema in bodies.items()
        for field, inner in schema.get("properties", {}).items()
        if not inner.get("description", "").strip()
    ]
    assert bare == []


async def test_ext3_no_description_is_of_a_field_or_parameter_that_is_gone(
    document: dict[str, Any], parameters: list[dict[str, Any]]
) -> None:
    fields = {name for schema in document["components"]["schemas"].values() for name in schema.get("properties", {})}
    assert FIELDS.keys() - fields == set()
    assert PARAMETERS.keys() - {each["name"] for each in parameters} == set()


async def test_ext3_every_body_has_an_example_that_it_takes(document: dict[str, Any]) -> None:
    named = {
        operation["requestBody"]["content"]["application/json"]["schema"]
        .get(
            "$ref", operation["requestBody"]["content"]["application/json"]["schema"].get("anyOf", [{}])[0].get("$ref")
        )
        .rpartition("/")[2]
        for *_, operation in operations(document)
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }
    assert named == EXAMPLES.keys()
    for name, example in EXAMPLES.items():
        (kind,) = [getattr(module, name) for module in BODIES if hasattr(module, name)]
        TypeAdapter(kind).validate_python(example)
        assert document["components"]["schemas"][name]["examples"] == [example]


async def test_ext3_every_reference_leads_to_a_schema(document: dict[str, Any]) -> None:
    def references(value: Any) -> set[str]:
        match value:
            case dict():
                own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
                return own.union(*map(references, value.values()))
            case list():
                return set().union(*map(references, value))
        return set()

    there = {f"#/components/{part}/{name}" for part in ("schemas", "links") for name in document["components"][part]}
    assert references(document) <= there
    whole = document["components"]["schemas"]["WholeRequestOut"]["properties"]
    assert "#/components/schemas/RequestCard" in str(whole["card"])
    assert "#/components/schemas/Policy" in str(whole["policy"])

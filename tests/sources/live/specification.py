"""The published OpenAPI file of PxWebApi 2, and an independent validator that holds requests to it.

One overlay is laid over the file, because unpatched it refuses every right request:

* `VariableSelection.required` is `[variableCode, valueCodes]` (the file says `values`);
* `additionalProperties: false` for both schemas of a selection, so that a misspelt key is seen;
* examples, which point to files that are not published with it, are left out.

Unknown query parameters are refused besides, which OpenAPI cannot say.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "api" / "PxAPI-2.yml"


def overlaid() -> dict[str, Any]:
    """The file with its overlay."""
    content = _without_examples(yaml.safe_load(PUBLISHED.read_text(encoding="utf-8")))
    schemas = content["components"]["schemas"]
    schemas["VariableSelection"]["required"] = ["variableCode", "valueCodes"]
    for name in ("VariableSelection", "VariablesSelection", "VariablePlacementType"):
        schemas[name]["additionalProperties"] = False
    del schemas["SelectionResponse"]["allOf"]  # it adds keys to a schema that now is closed
    return content


def _without_examples(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _without_examples(v) for k, v in node.items() if k != "examples"}
    return [_without_examples(v) for v in node] if isinstance(node, list) else node


class Validator:
    """Says what is wrong with a request."""

    def __init__(self) -> None:
        from openapi_core import OpenAPI

        content = overlaid()
        content["servers"] = [{"url": "/"}]
        self.openapi = OpenAPI.from_dict(content)
        self.paths = content["paths"]
        self.parameters = content["components"]["parameters"]

    def fault(self, method: str, path: str, body: bytes, content_type: str) -> str:
        """What is wrong; empty if nothing is."""
        from openapi_core.exceptions import OpenAPIError
        from openapi_core.testing import MockRequest

        address = urlsplit(path)
        arguments = dict(parse_qsl(address.query, keep_blank_values=True))
        unknown = set(arguments) - self._known(method, address.path)
        if unknown:
            return f"unknown query parameters {sorted(unknown)}"
        request = MockRequest(
            "http://127.0.0.1", method.lower(), address.path, args=arguments,
            data=body or None, content_type=content_type or "application/json",
        )  # fmt: skip
        try:
            self.openapi.validate_request(request)
        except OpenAPIError as error:
            return (
                f"{error} {error.__cause__ or ''} {getattr(error.__cause__, 'schema_errors', '')}"
            )
        return ""

    def _known(self, method: str, path: str) -> set[str]:
        """Query parameters of an operation."""
        parts = path.split("/")
        for template, operations in self.paths.items():
            wanted = template.split("/")
            fits = len(parts) == len(wanted) and all(
                a == b or b.startswith("{") for a, b in zip(parts, wanted, strict=True)
            )
            if fits and method.lower() in operations:
                given = operations[method.lower()].get("parameters", [])
                resolved = [
                    self.parameters[p["$ref"].rpartition("/")[2]] if "$ref" in p else p
                    for p in given
                ]
                return {p["name"] for p in resolved if p["in"] == "query"}
        return set()

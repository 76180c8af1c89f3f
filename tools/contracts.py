"""A contract for .importlinter: what an app keeps to itself."""

from collections.abc import Iterator
from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output


class FacesContract(Contract):
    """No app imports the inner modules of another one; `shared` modules are for all, `gatherers` may gather."""

    type_name = "faces"

    root = fields.StringField()
    inner = fields.SetField(subfield=fields.StringField())
    shared = fields.SetField(subfield=fields.StringField())
    gatherers = fields.SetField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        found = list(self._found(graph))
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["found"]:
            output.print_error(f"{importer} imports {imported}")

    def _found(self, graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
        root: Any = self.root
        for importer in sorted(module for module in graph.modules if module.startswith(f"{root}.")):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if self._is_inner(imported) and app_of(importer) != app_of(imported) and not self._gathers(importer):
                    yield importer, imported

    def _is_inner(self, module: str) -> bool:
        inner: Any = self.inner
        shared: Any = self.shared
        return module not in shared and not inner.isdisjoint(module.split(".")[2:])

    def _gathers(self, importer: str) -> bool:
        gatherers: Any = self.gatherers
        return importer in gatherers


def app_of(module: str) -> str:
    return ".".join(module.split(".")[:2])

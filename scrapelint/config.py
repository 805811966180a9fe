"""The configuration: what all files and options together say, and who has the last word."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from scrapelint import globs
from scrapelint.fixes import FixChoice
from scrapelint.ignores import FileIgnore, Ignores, SourceIgnore
from scrapelint.selection import Choice


class Layer(NamedTuple):
    """What one file or one option says, checked; its paths are relative to `folder`."""

    source: str
    folder: Path
    values: Mapping[str, Any]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an empty one if nothing is said."""
        return tuple(self.values.get(key, ()))


@dataclass(frozen=True, eq=False)
class Config:
    """What all layers say together, the weakest first.

    A list is added to those of weaker layers, a table too, key by key; of values the strongest
    holds. Of `select` and its like each layer has its say in turn: see selection.py.
    """

    folder: Path
    layers: tuple[Layer, ...] = ()

    def said(self, key: str) -> Layer | None:
        """Return the strongest layer that says anything about a key."""
        return next((layer for layer in reversed(self.layers) if key in layer.values), None)

    def value(self, key: str) -> Any:  # noqa: ANN401 - each key has a type of its own
        """Return what the strongest layer says about a key, or None."""
        layer = self.said(key)
        return layer.values[key] if layer else None

    def table(self, key: str) -> dict[str, Any]:
        """Return what all say by name."""
        return {name: v for layer in self.layers for name, v in layer.values.get(key, {}).items()}

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return which rules each layer wants."""
        return tuple(
            Choice(
                source=layer.source,
                select=layer.values.get("select"),
                extend_select=layer.texts("extend-select"),
                ignore=layer.texts("ignore"),
            )
            for layer in self.layers
        )

    @property
    def fixes(self) -> tuple[FixChoice, ...]:
        """Return which repairs each layer holds to be safe."""
        return tuple(
            FixChoice(
                source=layer.source,
                safe=layer.texts("extend-safe-fixes"),
                unsafe=layer.texts("extend-unsafe-fixes"),
                none=layer.texts("unfixable"),
            )
            for layer in self.layers
        )

    @property
    def ignores(self) -> Ignores:
        """Return what is ignored in some files and of some sites."""
        files: dict[tuple[Path, str], FileIgnore] = {}
        sources: dict[str, SourceIgnore] = {}
        for layer in self.layers:
            for pattern, selectors in layer.values.get("per-file-ignores", {}).items():
                entry = FileIgnore(layer.folder, pattern, selectors, layer.source)
                files[layer.folder, pattern] = entry
            for pattern, selectors in layer.values.get("per-source-ignores", {}).items():
                sources[pattern] = SourceIgnore(pattern, selectors, layer.source)
        return Ignores(tuple(files.values()), tuple(sources.values()))

    @property
    def rules(self) -> tuple[Path, ...]:
        """Return the folders of further rules."""
        return tuple(layer.folder / name for layer in self.layers for name in layer.texts("rules"))

    @property
    def baseline(self) -> Path | None:
        """Return the file of known findings."""
        layer = self.said("baseline")
        return layer.folder / layer.values["baseline"] if layer else None

    @cached_property
    def root(self) -> Path:
        """Return the folder that `exclude` is relative to: one above all that say something."""
        folders = [layer.folder for layer in self.layers if layer.texts("exclude")]
        return Path(os.path.commonpath([self.folder, *folders]))

    def exclude(self, *further: str) -> tuple[str, ...]:
        """Return what is not to be checked, and further patterns, all relative to `root`."""
        said = [(layer.folder, layer.texts("exclude")) for layer in self.layers]
        return tuple(
            globs.rebased(pattern, folder.relative_to(self.root).as_posix())
            for folder, patterns in [*said, (self.folder, further)]
            for pattern in patterns
        )

"""What holds, shown instead of a check: the configuration as TOML, and the files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapelint.cli.failure import FAILED
from scrapelint.cli.output import problem_line
from scrapelint.cli.stream import Stream
from scrapelint.config import Config, Layer
from scrapelint.keys import KEYS
from scrapelint.linter import Linter
from scrapelint.report.visible import UNSEEN, inert, visible
from scrapelint.sources import Walk


def show(
    settings: Config, linter: Linter, walk: Walk, stream: Stream, options: dict[str, Any]
) -> int:
    """Print the configuration, or the files that would be checked; return the exit status."""
    if options["show_settings"]:
        for line in _settings(settings, linter, options):
            stream.write(line)
        return 0
    count = 0
    for path in walk.files(options["paths"] or (Path(),)):
        stream.write(inert(visible(str(path))) + "\n")
        count += 1
    for problem in walk.problems:
        stream.write(problem_line(problem), err=True)
    return FAILED if walk.problems or not (count or options["allow_empty"]) else 0


def _settings(config: Config, linter: Linter, options: dict[str, Any]) -> Iterator[str]:
    """Yield what each layer says, the weakest first, and what holds with the command line."""
    if not config.layers:
        yield "# No configuration.\n"
    for layer in config.layers:
        yield from _layer(layer)
    yield "\n# With the command line:\n"
    held = {name: options[key.option] for name, key in KEYS.items() if key.option}
    held |= {"baseline": options["baseline"]}
    held |= {"max-rate": config.table("max-rate") | options["max_rates"]}
    for name, value in held.items():
        if value not in (None, {}):
            yield f"#   {name} = {_toml(value)}\n"
    yield "# Rules that are wanted:\n"
    for rule in linter.rules:
        if rule.name in linter.wanted:
            fix = f", {rule.safety} fix" if rule.safety else ""
            yield f"#   {rule.family}/{rule.name}{fix}\n"


def _layer(layer: Layer) -> Iterator[str]:
    yield inert(f"# {visible(layer.source)}; paths start at {visible(str(layer.folder))}") + "\n"
    for key in KEYS:
        if key in layer.values:
            yield f"{key} = {_toml(layer.values[key])}\n"


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever a key may hold
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    """Return a text in quotation marks, with escapes for what cannot be seen."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("##[", "##\\u005b")
    return '"' + UNSEEN.sub(lambda found: f"\\U{ord(found[0]):08x}", text) + '"'

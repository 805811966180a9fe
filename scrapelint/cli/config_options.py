"""The options that say which configuration holds."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scrapelint import configfiles
from scrapelint.cli.failure import Failure
from scrapelint.config import Config
from scrapelint.keys import KEYS

_Command = Callable[..., Any]


class Configured(click.Command):
    """A command whose options default to what the configuration says."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Find the configuration before the options get their values."""
        given, _, _ = self.make_parser(ctx).parse_args(list(args))
        help_ = self.get_help_option(ctx)
        if not ctx.resilient_parsing and not (help_ and help_.name in given):
            ctx.obj = _settings(given.get("config_", ()), isolated="isolated" in given)
            ctx.default_map = _defaults(self, ctx, ctx.obj)
        return super().parse_args(ctx, args)


def config_options(command: _Command) -> _Command:
    """Add the options to a command of the class `Configured`."""
    for option in (
        click.option("--show-files", is_flag=True, help="Show what would be checked, and end."),
        click.option("--show-settings", is_flag=True, help="Show the configuration, and end."),
        click.option("--isolated", is_flag=True, help="Ignore all configuration files."),
        click.option(
            "--config",
            "config_",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="A configuration file, or what one could say; again for further keys.",
        ),
    ):
        command = option(command)
    return command


def settings_of(context: click.Context) -> Config:
    """Return the configuration that was found for a command."""
    found: Config = context.obj
    return found


def _settings(given: list[str] | tuple[()], *, isolated: bool) -> Config:
    here = Path.cwd()
    files = [each for each in given if "=" not in each or _is_file(each)]
    if len(files) > 1:
        raise Failure(f"--config: {files[0]} and {files[1]}: only one file can be the strongest")
    try:
        if files:
            found = configfiles.read(Path(files[0]), here)
        else:
            found = Config(here) if isolated else configfiles.discover(here)
        for setting in given:
            if setting not in files:
                found = configfiles.overridden(found, setting)
    except configfiles.ConfigError as error:
        raise Failure(str(error)) from error
    return found


def _defaults(command: click.Command, context: click.Context, settings: Config) -> dict[str, Any]:
    """Return what the configuration says of options, by their names."""
    options = {option.name: option for option in command.params}
    defaults: dict[str, Any] = {"baseline": settings.baseline} if settings.baseline else {}
    for name, key in KEYS.items():
        if key.option and (layer := settings.said(name)):
            value = defaults[key.option] = layer.values[name]
            try:
                options[key.option].type_cast_value(context, value)
            except click.BadParameter as error:
                raise Failure(f"{layer.source}: `{name}`: {error.message}") from error
    return defaults


def _is_file(name: str) -> bool:
    """Tell whether there is a file; a long setting is none, where Path.is_file would raise."""
    return os.path.isfile(name)  # noqa: PTH113

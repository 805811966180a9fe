"""What ends a command with exit status 2."""

import click

FOUND = 1
FAILED = 2


class Failure(click.ClickException):
    """What was asked for could not be done; the message says why."""

    exit_code = FAILED

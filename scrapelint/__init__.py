"""The linter for scraped articles.

>>> import scrapelint
>>> [finding.text for finding in scrapelint.check("Il a dit non.Puis oui.", lang="fr")]
['.']
>>> scrapelint.fix("Il a dit non.Puis oui.", lang="fr").text
'Il a dit non. Puis oui.'
"""

import sys

# `python -m scrapelint` puts the current folder, which may hold anything, in front of all that
# is imported from here on.
if sys.argv[:1] == ["-m"] and "scrapelint" in sys.orig_argv and not sys.flags.safe_path:
    del sys.path[0]

from scrapelint.api import check, fix
from scrapelint.finding import Edit, Finding, Fix, Safety, Severity
from scrapelint.repair import FixResult, NotStableError
from scrapelint.rulefile import RuleError
from scrapelint.selection import SelectorError

__all__ = [
    "Edit",
    "Finding",
    "Fix",
    "FixResult",
    "NotStableError",
    "RuleError",
    "Safety",
    "SelectorError",
    "Severity",
    "check",
    "fix",
]

"""The linter for scraped articles.

>>> import scrapelint
>>> [finding.text for finding in scrapelint.check("Il a dit non.Puis oui.", lang="fr")]
['.']
>>> scrapelint.fix("Il a dit non.Puis oui.", lang="fr").text
'Il a dit non. Puis oui.'
"""

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

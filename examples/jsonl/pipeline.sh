#!/usr/bin/env bash
# JSON Lines on their way through a pipeline: judged, marked, repaired. Needs `scrapelint`.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cp "$here/../corpus/articles.jsonl" "$work/"
cd "$work"

# How much is damaged? A pipeline may stop here: without --exit-zero, findings end with 1.
scrapelint check --isolated --exit-zero --statistics articles.jsonl

# Every finding as a line of JSON, for whatever comes next.
scrapelint check --isolated --exit-zero --quiet --output-format jsonl -o findings.jsonl articles.jsonl
echo "$(wc -l < findings.jsonl | tr -d ' ') findings"

# A copy with the findings in each record, as its last key; nothing else in a line changes.
scrapelint check --isolated --exit-zero --quiet --annotate scrapelint --annotate-to marked.jsonl \
    articles.jsonl
grep --count '"scrapelint": \[\]' marked.jsonl

# Safe repairs, in place. Only the characters of a repair change, whatever else is in a line.
scrapelint check --isolated --exit-zero --quiet --fix articles.jsonl
{ diff "$here/../corpus/articles.jsonl" articles.jsonl || true; } | grep --count '^>'

"""A step for datatrove: documents are annotated, repaired or dropped, and findings counted."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Unpack

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.disk_base import DiskWriter

from scrapelint import options
from scrapelint.anywhere import told
from scrapelint.integrations.items import Judge, Judged, why
from scrapelint.options import LinterOptions


class Scrapelint(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Judge each document that passes.

    `annotate` is the key of the metadata that takes a document's findings, `fix` tells which
    repairs are made (`safe` or `unsafe`), `drop` names severities, families or rules for whose
    findings a document is dropped; dropped ones go to the `exclusion_writer` with the reason as
    `filter_reason`. The other options are those of `scrapelint.check`. A document's language is
    that in its metadata, if it says one. Raises ValueError, RuleError and SelectorError.
    """

    name = "🧵 scrapelint"
    type = "🔎 - LINTER"

    def __init__(
        self,
        *,
        annotate: str | None = None,
        fix: str | None = None,
        drop: Iterable[str] = (),
        exclusion_writer: DiskWriter | None = None,
        **given: Unpack[LinterOptions],
    ) -> None:
        """Take what to do with documents."""
        super().__init__()
        options.only_known(given, LinterOptions)
        self.annotate = annotate
        self.exclusion_writer = exclusion_writer
        self.judge = Judge.of({**given, "text_field": "text"}, fix=fix, drop=drop)

    def run(
        self,
        data: DocumentsPipeline,
        rank: int = 0,
        world_size: int = 1,  # noqa: ARG002 - as datatrove calls it
    ) -> DocumentsPipeline:
        """Yield the documents that are to go on."""
        with self.exclusion_writer or nullcontext() as writer:
            for document in data:
                with self.track_time():
                    judged = self._judged(document)
                if not (judged and judged.to_drop):
                    self.update_doc_stats(document)
                    yield document
                elif writer:
                    document.metadata["filter_reason"] = why(judged.to_drop)
                    writer.write(document, rank)

    def _judged(self, document: Document) -> Judged | None:
        judged = self.judge.judge({**document.metadata, "text": document.text})
        self._count(judged)
        if judged and judged.outcome.fixed:
            document.text = judged.outcome.text
        if judged and self.annotate:
            document.metadata[self.annotate] = list(map(told, judged.outcome.findings))
        return judged

    def _count(self, judged: Judged | None) -> None:
        self.stat_update("total")
        if judged is None:
            self.stat_update("without_text", "forwarded")
            return
        self.stat_update("dropped" if judged.to_drop else "forwarded")
        self.stat_update(*(["damaged"] if judged.outcome.findings else []))
        self.stat_update(*(["fixed"] if judged.outcome.fixed else []))
        for finding in judged.outcome.findings:
            self.stat_update(f"scrapelint/{finding.rule}")

"""Fields of the footer of a Parquet file by their numbers, as parquet.thrift has them."""

from scrapelint.records.thrift import Struct

GROUPS = 4
"""Of a file: its row groups."""
COLUMNS, TOTAL, SORTED, OFFSET, COMPRESSED = 1, 2, 4, 5, 6
"""Of a row group."""
CHUNK_OFFSET, META, PAGES_AT, PAGES_LENGTH, RANGES_AT, RANGES_LENGTH, ENCRYPTED = (
    2,
    3,
    4,
    5,
    6,
    7,
    8,
)
"""Of a column in a row group; those in the middle tell where the indexes of its pages are."""
SIZE, SQUEEZED, DATA_AT, INDEX_AT, DICTIONARY_AT, STATISTICS, BLOOM_AT = 6, 7, 9, 10, 11, 12, 14
"""Of what is said of a column."""


def first_page(meta: Struct) -> int:
    """Return where the pages of a column begin, by what is said of it."""
    first, dictionary = meta.number(DATA_AT), meta.number(DICTIONARY_AT, 0)
    return dictionary if 0 < dictionary < first else first

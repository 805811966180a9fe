"""A Parquet file with other texts in one column, all else as it was, byte for byte.

`pyarrow` would write every column anew, with other row groups, encodings and codecs. So only the
texts of row groups in which something changes are encoded anew, as a file of one column; what it
wrote takes the place of the old column, and the footer learns where everything is now. What
would no longer be true, such as a sort order or a Bloom filter of the texts, is refused.
"""

from scrapelint.reshaping.reshaped import Reshaped

__all__ = ["Reshaped"]

"""The walk-throughs of Ray and Spark do what they say."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.integrations.test_examples import run_example

RULES = {
    "doubled-punctuation": 1,
    "glued-sentences": 2,
    "mojibake": 1,
    "share-buttons": 1,
    "space-before-punctuation": 1,
}


@pytest.mark.skipif(not find_spec("ray"), reason="needs the extra `engines`")
def test_ray_prints_what_it_should(tmp_path: Path) -> None:
    printed = run_example("ray/check_ray.py", tmp_path).splitlines()
    assert printed[:-1] == [rule for rule, times in RULES.items() for _ in range(times)]
    assert printed[-1] == "1 article has a gap that no repair closes"


@pytest.mark.skipif(not find_spec("pyspark"), reason="needs the extra `engines`")
def test_spark_prints_what_it_should(tmp_path: Path) -> None:
    printed = run_example("spark/check_spark.py", tmp_path).splitlines()
    assert printed == [
        *(f"{rule} {times}" for rule, times in RULES.items()),
        "4 articles without errors",
    ]

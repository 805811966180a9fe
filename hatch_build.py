"""How the compiled core is built: with whatever compiler is there, and left out without one.

SCRAPELINT_BUILD=strict has the build fail where a user's would go on without the core, or where
the compiler has a word to say about it.
"""

import os
import sys
import sysconfig
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.builders.wheel import WheelBuilder, WheelBuilderConfig
from setuptools import Distribution, Extension
from setuptools.errors import BaseError, CCompilerError

STRICT = os.environ.get("SCRAPELINT_BUILD") == "strict"
HAS_LIMITED_API = not sysconfig.get_config_var("Py_GIL_DISABLED")
"""Whether one file can serve this Python and all later ones."""
LIMITED_TO, LIMITED_TAG = "0x030B0000", "cp311-abi3"
PLACE, SOURCES = "scrapelint/_core", "scrapelint/core"


class CoreHook(BuildHookInterface[WheelBuilderConfig]):
    """Puts the core into a wheel, or beside its source when that is what is installed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the core, and have the wheel be one for this platform if that succeeded."""
        self._built = TemporaryDirectory()
        core = self._core()
        if version == "editable":
            self._put_beside_its_source(core)
        elif core:
            build_data["force_include"][str(core)] = f"scrapelint/{core.name}"
            build_data["pure_python"] = False
            build_data["tag"] = self._tag()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Take away what the compiler wrote."""
        self._built.cleanup()

    def _core(self) -> Path | None:
        if sys.implementation.name != "cpython":  # others are quicker without
            return None
        try:
            return build(Path(self._built.name))
        except (BaseError, CCompilerError) as error:
            if STRICT:
                raise
            self.app.display_warning(
                f"scrapelint's core was not compiled ({error}): "
                "all works and finds the same without it, only slower"
            )
            return None

    def _put_beside_its_source(self, core: Path | None) -> None:
        folder = Path(self.root, PLACE).parent
        for old in (*folder.glob("_core*.so"), *folder.glob("_core*.pyd")):
            old.unlink()
        if core:
            (folder / core.name).write_bytes(core.read_bytes())

    def _tag(self) -> str:
        builder = self.build_config.builder
        assert isinstance(builder, WheelBuilder)
        tag = builder.get_best_matching_tag()
        return f"{LIMITED_TAG}-{tag.split('-')[2]}" if HAS_LIMITED_API else tag


def build(folder: Path) -> Path:
    """Compile the core into a folder; raises what setuptools has for errors."""
    core = Extension(
        PLACE.replace("/", "."),
        sorted(map(str, Path(SOURCES).glob("*.c"))),
        depends=sorted(map(str, Path(SOURCES).glob("*.h"))),
        extra_compile_args=_flags(),
        define_macros=[("Py_LIMITED_API", LIMITED_TO)] if HAS_LIMITED_API else [],
        py_limited_api=HAS_LIMITED_API,
    )
    command = Distribution({"name": "scrapelint", "ext_modules": [core]}).get_command_obj(
        "build_ext"
    )
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "objects")
    command.ensure_finalized()
    command.run()
    (built,) = (folder / "lib" / PLACE).parent.iterdir()
    return built


def _flags() -> list[str]:
    if os.name == "nt":
        return []
    return ["-O3", "-g0", *(["-Wall", "-Wextra", "-Werror"] if STRICT else [])]

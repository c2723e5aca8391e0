"""Puts criteria/ and its compiled sets into wheels as xhht_score/shipped/; an editable install uses the checkout."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the shipped criteria sets to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folder and what is compiled of it unless the install is editable."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from xhht_score.loading.compiling import compile_into

        self.compiled = TemporaryDirectory()
        compile_into(Path(self.compiled.name))
        build_data["force_include"]["criteria"] = "xhht_score/shipped"
        build_data["force_include"][f"{self.compiled.name}/compiled"] = "xhht_score/shipped/compiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, which the wheel has now."""
        if version != "editable":
            self.compiled.cleanup()

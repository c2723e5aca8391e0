"""Puts criteria/ into wheels as xhht_score/shipped/; leaves it out of editable installs, where it would go stale."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the shipped criteria sets to a standard wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folder unless the install is editable."""
        if version != "editable":
            build_data["force_include"]["criteria"] = "xhht_score/shipped"

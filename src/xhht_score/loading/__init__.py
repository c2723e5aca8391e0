"""Criteria files: YAML with positions, the loader, the shipped sets, their cases and their schema."""

"""Office papers: written by their templates, and read back and held against what should stand there."""

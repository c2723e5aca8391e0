"""Papers held against what should stand on them: pure comparison of texts, whatever files they lie in."""

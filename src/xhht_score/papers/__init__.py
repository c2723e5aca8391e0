"""Results as office papers: Word files made of templates, which people may change, and what is told of them by papers."""

"""Results as office papers: Word files made of templates that people may change, and papers read back."""

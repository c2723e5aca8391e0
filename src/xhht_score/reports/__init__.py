"""Results to neutral documents, and one writer per format; JSON goes round the document."""

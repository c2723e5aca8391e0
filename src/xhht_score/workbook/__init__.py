"""The Excel form: one layout, a writer, and a reader that goes from cells through cleaning and checks to the model."""

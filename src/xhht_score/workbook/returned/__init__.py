"""What became of a form: what was changed in it since it was handed out, and what it computed itself."""

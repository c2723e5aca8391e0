"""A form planned, then written: its sheets, the formulas put in their place, and what of it is kept."""

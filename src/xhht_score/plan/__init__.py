"""What follows from a score: the cheapest way to a level, how firm a verdict is, and what a council should check."""

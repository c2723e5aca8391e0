"""What inputs and results are called, for those who only have to name them."""

#: The year of the assessment, blank where nobody knows it, and where each fact stands among its choices, from 1.
YEAR, FACT_PREFIX, NUMBER = "year", "fact.", "position"
#: The day of the decision that the unit holds and the one of its request (counted as a writer counts days), the level
#: of the decision among the levels from 1 (0: not known), and whether it holds one at all.
DECIDED, REQUESTED, HELD_LEVEL, HOLDS = "decision.date", "request.date", "decision.level", "decision"
#: What a row of results that says one thing only says it in.
VALUE = "value"

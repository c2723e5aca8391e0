"""The compositions that a caller wants in one line."""

from xhht_score.api.single import assess as assess
from xhht_score.api.single import load_criteria as load_criteria
from xhht_score.api.single import read_workbook as read_workbook

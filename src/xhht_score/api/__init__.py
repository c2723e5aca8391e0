"""The compositions that a caller wants in one line."""

from xhht_score.api.sentences import sentences
from xhht_score.api.single import assess as assess
from xhht_score.api.single import load_criteria as load_criteria
from xhht_score.api.single import read_workbook as read_workbook
from xhht_score.engine import score as score
from xhht_score.errors import spoken_by
from xhht_score.recognition import judge as judge

spoken_by(sentences)

"""The criteria set: what a rule set says, and what must hold between its parts."""

from xhht_score.criteria.consistency import UNKNOWN as UNKNOWN
from xhht_score.criteria.consistency import inconsistencies as inconsistencies
from xhht_score.criteria.model import CONDITIONS as CONDITIONS
from xhht_score.criteria.model import Condition as Condition
from xhht_score.criteria.model import CriteriaSet as CriteriaSet
from xhht_score.criteria.model import Criterion as Criterion
from xhht_score.criteria.model import EachCriterion as EachCriterion
from xhht_score.criteria.model import EachIndicator as EachIndicator
from xhht_score.criteria.model import Fact as Fact
from xhht_score.criteria.model import Facts as Facts
from xhht_score.criteria.model import Indicator as Indicator
from xhht_score.criteria.model import Indicators as Indicators
from xhht_score.criteria.model import Level as Level
from xhht_score.criteria.model import OneCriterion as OneCriterion
from xhht_score.criteria.model import Reference as Reference
from xhht_score.criteria.model import Rule as Rule
from xhht_score.criteria.model import Total as Total

"""One criteria set, or one year, against another: what changed, who gains or loses by it, and through what."""

from xhht_score.compare.carrying import carry_over as carry_over
from xhht_score.compare.sets import Difference as Difference
from xhht_score.compare.sets import Subject as Subject
from xhht_score.compare.sets import differences as differences
from xhht_score.compare.shifts import Gain as Gain
from xhht_score.compare.shifts import Judged as Judged
from xhht_score.compare.shifts import Shift as Shift
from xhht_score.compare.shifts import shifts as shifts

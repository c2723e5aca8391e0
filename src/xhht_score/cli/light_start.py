"""What the process of which those that read forms are copies loads first, so that its start costs no more than ours."""

from xhht_score.cli.light import lighten

lighten()

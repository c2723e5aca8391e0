"""The command `xhht`: parse, call, print, exit."""

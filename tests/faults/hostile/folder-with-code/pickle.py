"""Stands in a folder that came by mail. It does nothing but say that it ran; then it steps aside."""

import pathlib
import sys

pathlib.Path(__file__).with_name("RAN.txt").write_text("code of this folder ran\n")
sys.path[:] = [one for one in sys.path if one not in ("", str(pathlib.Path.cwd()))]
del sys.modules["pickle"]
import pickle  # noqa: E402

sys.modules["pickle"] = pickle

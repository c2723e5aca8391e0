"""Many files read by several processes, some of which the system ends."""

import subprocess
import sys

import pytest

from xhht_score.api.batch import outcomes

KILLS, SOUND = "#!/bin/sh\nkill -9 $PPID\n", "#!/bin/sh\necho ok\n"


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="the files are scripts of a shell")
@pytest.mark.parametrize("deadly", [(), (3,), (0, 59)])
def test_a_file_that_ends_the_process_that_reads_it_is_told_and_all_others_are_read(tmp_path, deadly):
    paths = [tmp_path / f"{number:02}" for number in range(60)]
    for number, path in enumerate(paths):
        path.write_text(KILLS if number in deadly else SOUND)
        path.chmod(0o755)
    found = list(outcomes(paths, subprocess.check_output, 2))
    assert len(found) == len(paths)
    for number, one in enumerate(found):
        if number in deadly:
            (problem,) = one
            assert (problem.code, problem.place.file) == ("reading-ended", str(paths[number]))
        else:
            assert one == b"ok\n"

"""Many files read by several processes, some of which the system ends."""

import subprocess
import sys

import pytest

from xhht_score.api import batch
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


@pytest.mark.parametrize(("files", "count"), [(1, 2), (60, 2), (1_000, 2), (200, 16)])
def test_portions_are_small_toward_the_end_so_that_all_processes_end_together(tmp_path, files, count):
    paths = [tmp_path / str(number) for number in range(files)]  # none is there, so none has a size
    portions = list(batch._chunks(paths, count))
    assert [path for portion in portions for path in portion] == paths
    sizes = [len(one) for one in portions]
    assert sizes == sorted(sizes, reverse=True)
    assert (max(sizes) <= 25, sizes[-1]) == (True, 1)
    assert max(sizes[:count]) * count <= max(files, count)

"""What all tests share: hypothesis settings, and the command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("kg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every run: a red test is red for everybody.
settings.register_profile("kg-ci", settings.get_profile("kg"), derandomize=True)
settings.load_profile("kg-ci" if os.environ.get("CI") else "kg")

ROOT = Path(__file__).resolve().parent.parent

Kg = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def kg() -> Kg:
    """Run ``kg`` with arguments as a user does, in a process of its own, and give what it printed."""

    def run(*arguments: object, cwd: Path | None = None, stdin: bytes = b"", limit: int = 300, **environment: str):
        known = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "120"}
        done = subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            timeout=limit,
            check=False,
            env={"OMP_NUM_THREADS": "1", **known, **environment},
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run

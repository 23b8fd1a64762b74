"""The hooks before a commit are valid, and run tools that `make lint` runs too."""

import subprocess
import sys
from pathlib import Path

import yaml

from vn30.settings import PROJECT_ROOT

CONFIG = PROJECT_ROOT / ".pre-commit-config.yaml"
TOOLS = {
    "ruff-format": "ruff format",
    "ruff-check": "ruff check",
    "sqruff": "sqruff --parsing-errors lint",
    "detect-secrets": "detect-secrets-hook --baseline .secrets.baseline",
    "biome": "biome check --error-on-warnings",
}


def test_the_configuration_is_valid() -> None:
    tool = Path(sys.executable).with_name("pre-commit")
    done = subprocess.run([tool, "validate-config", CONFIG], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout + done.stderr == "", "it is valid with a warning"


def test_each_hook_runs_a_tool_of_lint() -> None:
    repos = yaml.safe_load(CONFIG.read_text())["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    hooks = {hook["id"]: hook for hook in repos[0]["hooks"]}
    assert set(hooks) == set(TOOLS)
    lint = (PROJECT_ROOT / "Makefile").read_text() + (PROJECT_ROOT / "frontend/package.json").read_text()
    for name, tool in TOOLS.items():
        assert tool in hooks[name]["entry"]
        assert tool in lint, f"make lint does not run: {tool}"

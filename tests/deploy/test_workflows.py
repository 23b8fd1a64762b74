"""GitHub's workflows: valid, and nothing that opens the repository to strangers."""

import subprocess

from tests.support.tools import tool
from vn30.settings import PROJECT_ROOT

GITHUB = PROJECT_ROOT / ".github"


def test_they_follow_githubs_schemas() -> None:
    workflows = sorted(map(str, (GITHUB / "workflows").glob("*.yaml")))
    assert len(workflows) == 2
    for schema, files in (
        ("vendor.github-workflows", workflows),
        ("vendor.dependabot", [str(GITHUB / "dependabot.yml")]),
    ):
        command = [tool("check-jsonschema"), "--builtin-schema", schema, *files]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_they_have_none_of_the_known_mistakes() -> None:
    command = [tool("zizmor"), "--offline", "--persona=pedantic", str(GITHUB)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_they_run_what_a_developer_runs() -> None:
    assert "run: .ci/run\n" in (GITHUB / "workflows" / "ci.yaml").read_text()

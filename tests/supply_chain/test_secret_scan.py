"""The scan for secrets, with the settings of `.secrets.baseline`, which leaves lines of words alone out."""

import json
from pathlib import Path

from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import transient_settings

from vn30.settings import PROJECT_ROOT

WORD = "q7Zk2VxT9bLw4RmN8cYd1HsJ5gPf3KuE6aQoXiBvWtMe0SzD"
HEX = "9f86d081884c7d659a2feaa0c55ad015"
# Put together here, or the scan would find them in this file. Bare, where a detector finds them bare.
PLANTED = {
    "AWS Access Key": "AKIA" + "Q7ZK2VXT9BLW4RMN",
    "Artifactory Credentials": "AKC" + WORD[:10],
    "Base64 High Entropy String": f'"{WORD}"',
    "Basic Auth Credentials": "postgresql://vn30:" + f"{WORD[:9]}@server/vn30",
    "Discord Bot Token": f"M{WORD[:23]}.{WORD[:6]}.{WORD[:27]}",
    "GitHub Token": "ghp_" + WORD[:36],
    "GitLab Token": "glpat-" + WORD[:20],
    "Hex High Entropy String": f"'{HEX}'",
    "JSON Web Token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9" + ".eyJzdWIiOiJkczEifQ." + WORD,
    "Mailchimp Access Key": HEX + "-us12",
    "NPM tokens": "//registry.npmjs.org/:_authToken=" + "npm_" + WORD[:36],
    "OpenAI Token": f"sk-{WORD[:20]}T3BlbkFJ{WORD[20:40]}",
    "Private Key": "-----BEGIN " + "PRIVATE KEY-----",
    "PyPI Token": "pypi-AgEIcHlwaS5vcmc" + WORD + WORD,
    "Secret Keyword": f'password = "{WORD[:8]}"',
    "SendGrid API Key": f"SG.{WORD[:22]}.{WORD[:43]}",
    "Slack Token": "xoxb-" + "123456789012-" + WORD[:24],
    "Square OAuth Secret": "sq0csp-" + WORD[:43],
    "Stripe Access Key": "sk_live_" + WORD[:24],
    "Telegram Bot Token": "110201543:AA" + WORD[:33],
    "Twilio API Key": "SK" + HEX,
}


def test_planted_secrets_are_found(tmp_path: Path) -> None:
    """Of each kind one, between lines of words."""
    baseline = json.loads((PROJECT_ROOT / ".secrets.baseline").read_text())
    found = {}
    with transient_settings(baseline):
        for kind, line in PLANTED.items():
            file = tmp_path / f"{kind}.py"
            file.write_text(f"A line of words\n\n{line}\n\nand another\n")
            secrets = SecretsCollection()
            secrets.scan_file(str(file))
            found[kind] = {secret.type for _, secret in secrets}
    assert {kind: kinds for kind, kinds in found.items() if kind not in kinds} == {}

"""The values for Airflow's Helm chart: what the local platform and compose say, a cluster says as well."""

from typing import Any

import yaml
from dotenv import dotenv_values

from deploy.make_secrets import SECRET_NAMES
from vn30.settings import PROJECT_ROOT, Settings

HELM = PROJECT_ROOT / "deploy" / "helm"


def _values() -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load((HELM / "values.yaml").read_text())
    return values


def test_same_airflow_settings_on_cluster() -> None:
    """Airflow has the same settings on a cluster as elsewhere."""
    variables = {variable["name"]: variable["value"] for variable in _values()["env"]}
    assert all(isinstance(value, str) for value in variables.values())
    assert dotenv_values(PROJECT_ROOT / "deploy" / "airflow.env").items() <= variables.items()


def test_each_setting_of_the_platform_that_is_set_exists() -> None:
    [deployment, _] = yaml.safe_load_all((HELM / "api.yaml").read_text())
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    variables = [*_values()["env"], *_values()["migrateDatabaseJob"]["env"], *container["env"]]
    names = {
        variable["name"].removeprefix("VN30_").lower()
        for variable in variables
        if "VN30_" in variable["name"]
    }
    assert names - {"secrets_dir"} <= set(Settings.model_fields)


def test_pods_can_start_and_answer_their_probes() -> None:
    [deployment, _] = yaml.safe_load_all((HELM / "api.yaml").read_text())
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    for mount in [*_values()["volumeMounts"], *container["volumeMounts"]]:
        # Kubernetes puts the pod's token there, which fails below a volume that cannot be written to.
        assert not mount["mountPath"].startswith(("/run", "/var/run"))
    # The chart's probes call it, as the official image has it.
    assert "> /entrypoint" in (PROJECT_ROOT / "Dockerfile").read_text()


def test_secrets_are_references() -> None:
    """The files hold no secrets, and the named secrets are made."""
    for document in [_values(), *yaml.safe_load_all((HELM / "api.yaml").read_text())]:
        for key in _keys_of_secrets(document):
            assert key in SECRET_NAMES


def test_secrets_of_the_api() -> None:
    """Airflow's pods have none of the API's secrets, and the API none of Airflow's."""
    [deployment, _] = yaml.safe_load_all((HELM / "api.yaml").read_text())
    api, airflow = set(_keys_of_secrets(deployment)), set(_keys_of_secrets(_values()["volumes"]))
    assert {"vn30_jwt_secret", "vn30_metrics_token", "vn30_airflow_password"} <= api - airflow
    assert not any(key.startswith("airflow_") for key in api)


def _keys_of_secrets(node: Any) -> list[str]:
    if isinstance(node, list):
        return [key for item in node for key in _keys_of_secrets(item)]
    if not isinstance(node, dict):
        return []
    own = [item["key"] for item in node.get("items", [])] if "secretName" in node else []
    if "secretKeyRef" in node:
        own.append(node["secretKeyRef"]["key"])
    return own + [key for child in node.values() for key in _keys_of_secrets(child)]

"""Access to an Airflow Variable through Airflow's REST API, for saves of versioned documents."""

from vn30.pipelines.airflow_api import AirflowApi
from vn30.pipelines.airflow_api.dags import read_variable, write_variable


class RemoteVariable:
    """A Variable, as :class:`vn30.training_config.save.ConfigVariable` describes it.

    Args:
        user: username of the person who saves, for Airflow's log.
    """

    def __init__(self, airflow: AirflowApi, name: str, user: str) -> None:
        self._airflow, self._name, self._user = airflow, name, user

    def read(self) -> str | None:
        """The text of the Variable; None if it does not exist."""
        return read_variable(self._airflow, self._name)

    def write(self, text: str) -> None:
        """Set the text of the Variable, or create it."""
        write_variable(self._airflow, self._name, text, user=self._user)

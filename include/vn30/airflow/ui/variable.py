"""The Airflow Variable with the training configuration, for code in Airflow's API server."""

from airflow.models.variable import Variable
from airflow.utils.session import create_session
from sqlalchemy import select

from vn30.names import CONFIG_VARIABLE


class StoredVariable:
    """The Variable in Airflow's database, which Airflow's REST API and pages show as well."""

    def read(self) -> str | None:
        """The Variable's text; None if there is no such Variable."""
        with create_session() as session:
            variable = session.scalar(select(Variable).where(Variable.key == CONFIG_VARIABLE))
            text: str | None = variable.get_val() if variable else None
            return text

    def write(self, text: str) -> None:
        """Set the Variable to this text, or create it; committed on return."""
        with create_session() as session:
            variable = session.scalar(select(Variable).where(Variable.key == CONFIG_VARIABLE))
            description = variable.description if variable else None
            Variable.set(CONFIG_VARIABLE, text, description=description, session=session)

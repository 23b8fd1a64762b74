"""The Airflow Variable with the training configuration, for code that runs in Airflow's API server."""

from airflow.models.variable import Variable
from airflow.utils.session import create_session
from sqlalchemy import select

from vn30.pipelines import CONFIG_VARIABLE


class StoredVariable:
    """The Variable in Airflow's database, which its REST API and its own pages show as well."""

    def read(self) -> str | None:
        """Its text; None if there is none."""
        with create_session() as session:
            found = session.scalar(select(Variable).where(Variable.key == CONFIG_VARIABLE))
            text: str | None = found.get_val() if found else None
            return text

    def write(self, text: str) -> None:
        """Give it this text, committed when it returns; make it if there is none."""
        with create_session() as session:
            found = session.scalar(select(Variable).where(Variable.key == CONFIG_VARIABLE))
            description = found.description if found else None
            Variable.set(CONFIG_VARIABLE, text, description=description, session=session)

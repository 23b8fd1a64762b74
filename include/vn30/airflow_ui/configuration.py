"""The training-configuration page: what counts now, an editor, its faults by field, and saving."""

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, g, get_flashed_messages, redirect, request
from flask_appbuilder import BaseView, expose
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import SQLAlchemyError

from vn30.airflow_ui.addresses import CONFIGURATION_ROUTE, configuration_page
from vn30.airflow_ui.guard import answer, needs, refusal
from vn30.airflow_ui.pages import render
from vn30.airflow_ui.permissions import CONFIGURATION, EDIT, READ
from vn30.airflow_ui.reference import sections
from vn30.airflow_ui.variable import StoredVariable
from vn30.membership import known_tickers
from vn30.training.config import Fault, InvalidConfig, default_document
from vn30.training.saving import SaveInProgress, VersionConflict, save
from vn30.training.schema import config_schema
from vn30.training.standing import compare, in_full
from vn30.warehouse import execute, fetch_one, transaction

logger = logging.getLogger(__name__)

_STALE_FORM = "This form is too old, or not from here. Nothing was saved: send it again."

_NOT_SAVED = "This could not be saved: a database refused it. The log of Airflow's API server says why."


class TrainingConfiguration(BaseView):  # type: ignore[misc]
    """The page, for those who have permissions on its resource."""

    route_base = CONFIGURATION_ROUTE
    class_permission_name = CONFIGURATION
    default_view = "show"

    def create_blueprint(self, *arguments: Any, **options: Any) -> Blueprint:
        """The routes, with an answer of their own to forms that lack the token."""
        blueprint: Blueprint = super().create_blueprint(*arguments, **options)
        blueprint.register_error_handler(CSRFError, self._without_token)
        return blueprint

    @expose("/")
    @needs(READ)
    def show(self) -> Response:
        """The configuration that counts."""
        return self._page()

    @expose("/validate", methods=["POST"])
    @needs(EDIT)
    def validate(self) -> Response:
        """The same page, with what is wrong or doubtful about the text that was sent."""
        # They bring pandas along, which Airflow's servers do without until somebody asks.
        from vn30.training.facts import load_facts
        from vn30.training.review import review

        text = request.form.get("document", "")
        with transaction() as connection:
            found = review(text, load_facts(connection))
        if found.blockers:
            return self._refused(found.blockers)
        said = "It is valid." if not found.warnings else "It is valid; look at what is doubtful."
        return self._page(text, good=said, warnings=found.warnings)

    @expose("/save", methods=["POST"])
    @needs(EDIT)
    def save(self) -> Any:
        """Save the text that was sent as the next version and as the Airflow Variable."""
        text, name = request.form.get("document", ""), g.user.username
        try:
            with transaction() as connection:
                author = f"airflow:{name}"
                execute(connection, "users/add_author", username=author, display_name=f"{name} (Airflow)")
                row = save(connection, StoredVariable(), author, text, _based_on())
        except InvalidConfig as invalid:
            return self._refused(invalid.faults)
        except VersionConflict as conflict:
            bad = f"Nothing was saved: {conflict}"
            return self._page(text, HTTPStatus.CONFLICT, bad=bad, newest=conflict.newest)
        except SaveInProgress as busy:
            return self._page(text, HTTPStatus.CONFLICT, bad=f"Nothing was saved: {busy}")
        except SQLAlchemyError:
            logger.exception("A training configuration could not be saved")
            return self._page(text, HTTPStatus.SERVICE_UNAVAILABLE, bad=_NOT_SAVED)
        flash(f"Version {row['version']} is saved: the next training run reads it.", "success")
        return redirect(configuration_page(), HTTPStatus.SEE_OTHER)

    def _refused(self, faults: list[Fault]) -> Response:
        count = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
        bad = f"This cannot be saved: it has {count}."
        return self._page(
            request.form.get("document", ""), HTTPStatus.UNPROCESSABLE_ENTITY, bad=bad, faults=faults
        )

    def _without_token(self, error: CSRFError) -> Any:
        # Forms are looked at before anybody asks who sends them: strangers are to be told to sign in.
        self.appbuilder.sm.before_request()
        if not self.appbuilder.sm.has_access(EDIT, CONFIGURATION):
            return refusal(EDIT, CONFIGURATION)
        return self._page(request.form.get("document"), HTTPStatus.BAD_REQUEST, bad=_STALE_FORM)

    def _page(
        self,
        text: str | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        good: str | None = None,
        bad: str | None = None,
        faults: list[Fault] | None = None,
        warnings: list[Fault] | None = None,
        newest: int | None = None,
    ) -> Response:
        with transaction() as connection:
            active = fetch_one(connection, "configs/active")
            known = known_tickers(connection)
        config = in_full(active["config"]) if active else default_document()
        # Somebody's unsaved text stays an edit of the version that it began with.
        based_on = _based_on() if text is not None else active["version"] if active else 0
        return answer(
            render(
                "configuration",
                status,
                text=json.dumps(config, indent=2, ensure_ascii=False) if text is None else text,
                active=active,
                based_on=based_on,
                newest=newest,
                standing=compare(config, StoredVariable().read(), known),
                sections=sections(config_schema()),
                may_edit=self.appbuilder.sm.has_access(EDIT, CONFIGURATION),
                csrf_token=generate_csrf(),
                good=good or " ".join(map(str, get_flashed_messages())),
                bad=bad,
                faults=faults or [],
                warnings=warnings or [],
                address=configuration_page(),
            )
        )


def _based_on() -> int:
    """The version that the form was filled with; one that is no number was not: then it is newer than all."""
    try:
        return int(request.form.get("based_on", ""))
    except ValueError:
        return -1

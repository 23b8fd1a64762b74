"""The page of the training configuration: the active version, an editor, faults by field, and saving."""

import json
import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, g, get_flashed_messages, redirect, request
from flask_appbuilder import BaseView, expose
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import SQLAlchemyError

from vn30.airflow.ui.addresses import CONFIGURATION_ROUTE, configuration_page
from vn30.airflow.ui.guard import answer, needs, refusal
from vn30.airflow.ui.pages import render
from vn30.airflow.ui.permissions import CONFIGURATION, EDIT, READ
from vn30.airflow.ui.reference import sections
from vn30.airflow.ui.variable import StoredVariable
from vn30.config_part import Fault
from vn30.database.warehouse import transaction
from vn30.market.membership import known_tickers
from vn30.training_config.diff import diff
from vn30.training_config.document import InvalidConfig, default_document
from vn30.training_config.json_schema import config_schema
from vn30.training_config.save import SaveInProgress, VersionConflict, save
from vn30.training_config.versions import active_row, airflow_author, in_full

logger = logging.getLogger(__name__)

_STALE_FORM = "This form has expired, or comes from another site. Nothing was saved. Send it again."

_NOT_SAVED = (
    "Nothing was saved: a database reported an error. The log of Airflow's API server has the reason."
)


class TrainingConfiguration(BaseView):  # type: ignore[misc]
    """The page, for users with permissions on its resource."""

    route_base = CONFIGURATION_ROUTE
    class_permission_name = CONFIGURATION
    default_view = "show"

    def create_blueprint(self, *arguments: Any, **options: Any) -> Blueprint:
        """The routes, with an error page for forms that lack the CSRF token."""
        blueprint: Blueprint = super().create_blueprint(*arguments, **options)
        blueprint.register_error_handler(CSRFError, self._without_token)
        return blueprint

    @expose("/")
    @needs(READ)
    def show(self) -> Response:
        """The active configuration."""
        return self._page()

    @expose("/validate", methods=["POST"])
    @needs(EDIT)
    def validate(self) -> Response:
        """The same page, with the faults and warnings of the text that was sent."""
        # Not at the top: they import pandas, which Airflow's servers need for nothing else.
        from vn30.training_config.review.review import review
        from vn30.training_config.review.stored_data import load_stored_data

        text = request.form.get("document", "")
        with transaction() as connection:
            result = review(text, load_stored_data(connection))
        if result.blockers:
            return self._refused(result.blockers)
        verdict = "Valid." if not result.warnings else "Valid, with warnings."
        return self._page(text, good=verdict, warnings=result.warnings)

    @expose("/save", methods=["POST"])
    @needs(EDIT)
    def save(self) -> Any:
        """Save the text that was sent as the next version and as the Airflow Variable."""
        text, name = request.form.get("document", ""), g.user.username
        try:
            with transaction() as connection:
                author = airflow_author(connection, name)
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
        flash(f"Version {row['version']} is saved. The next training run uses it.", "success")
        return redirect(configuration_page(), HTTPStatus.SEE_OTHER)

    def _refused(self, faults: list[Fault]) -> Response:
        count = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
        bad = f"Not valid: the configuration has {count}."
        return self._page(
            request.form.get("document", ""), HTTPStatus.UNPROCESSABLE_ENTITY, bad=bad, faults=faults
        )

    def _without_token(self, error: CSRFError) -> Any:
        # The token is checked before the user: users who are not signed in are to be sent to sign in.
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
            active = active_row(connection)
            known = known_tickers(connection)
        config = in_full(active["config"]) if active else default_document()
        # Unsaved text stays based on the version with which its editing began.
        based_on = _based_on() if text is not None else active["version"] if active else 0
        return answer(
            render(
                "configuration",
                status,
                text=json.dumps(config, indent=2, ensure_ascii=False) if text is None else text,
                active=active,
                based_on=based_on,
                newest=newest,
                standing=diff(config, StoredVariable().read(), known),
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
    """The version that the form was filled with; -1, which conflicts with every version, if not a number."""
    try:
        return int(request.form.get("based_on", ""))
    except ValueError:
        return -1

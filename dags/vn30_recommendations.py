"""
### VN30 recommendations

Makes BUY, HOLD or SELL of each member of the VN30 for three profiles from the published forecasts, judges
those whose horizon is over, and writes the track record. Owner: the data science team.

| task | what it does |
| --- | --- |
| `profiles` | validates the Variable `vn30_recommendation_profiles`, and records it as a version |
| `sessions` | lists the sessions to make recommendations for: those of the trainings that have announced forecasts, or that of the run |
| `recommend` | one session a task: makes all recommendations of the session, and stores them in one transaction; fails if any contradicts itself |
| `notify` | writes a mail to each user who asked for it and whose My List has a changed label |
| `judge` | judges the recommendations whose horizon is over, and writes the track record |
| `watcher` | fails the run when any task before it failed |

The DAG runs when a training has published forecasts; with `{"trigger": "cron"}` in the Variable
`vn30_recommendations_settings`, by its schedule. The first run for a session makes the recommendations of record.
On the day of the session, a run that reads other forecasts or prices takes its place, and the earlier one is
archived. Afterwards, a run for the session (`{"session": "2026-06-30"}`, or a backfill) is a replay: it makes them
again from the prices that were known then, or with `{"basis": "now"}` from those known now. The view
`recommendation_differences` says what differs.

**When it fails.** `profiles` refuses an invalid document and lists all its faults: correct the Variable, then
clear the task. `recommend` fails if a recommendation contradicts itself: the log and the table
`recommendation_findings` name it; it is a defect of the rules, and the recommendations of that session are not to be
followed. Without a published forecast it is skipped.
"""  # noqa: E501 - rows of a table

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, Param, Variable, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import asset_or_cron, dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.names import (
    FORECASTS_ASSET,
    PROFILES_VARIABLE,
    RECOMMENDATIONS_DAG,
    RECOMMENDATIONS_SETTINGS_VARIABLE,
)
from vn30.pipelines.dag_settings import read_recommendations_settings

FORECASTS = Asset(FORECASTS_ASSET)

settings, notice = settings_with_notice(RECOMMENDATIONS_SETTINGS_VARIABLE, read_recommendations_settings)


@dag(
    dag_id=RECOMMENDATIONS_DAG,
    dag_display_name="VN30 recommendations",
    description="Recommends BUY, HOLD or SELL by profile from the forecasts, and keeps the track record",
    schedule=asset_or_cron(settings, FORECASTS),
    dagrun_timeout=timedelta(hours=1),
    doc_md=dag_doc(RECOMMENDATIONS_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "session": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Session",
            description="To make recommendations for; empty: that of the newest forecasts",
        ),
        "basis": Param(
            "then",
            type="string",
            enum=["then", "now"],
            title="Prices of a replay",
            description="Those that were known to the recommendations of record, or those known now",
        ),
    },
)
def vn30_recommendations() -> None:
    @task
    def profiles() -> dict[str, Any]:
        """Validate the profiles, and record them as a version."""
        from vn30.database.warehouse import transaction
        from vn30.recommendations.profile_versions import record_version
        from vn30.recommendations.profiles import document_of, parse_profiles

        document = document_of(parse_profiles(Variable.get(PROFILES_VARIABLE, default=None)))
        with transaction() as connection:
            return record_version(connection, document)._asdict()

    @task(inlets=[FORECASTS])
    def sessions() -> list[str]:
        """List the sessions to make recommendations for."""
        from vn30.market.clock import session_of_run
        from vn30.market.stored_calendar import current_calendar
        from vn30.recommendations.sessions import sessions_to_recommend

        context = get_current_context()
        dag_run, wanted = context["dag_run"], context["params"]["session"]
        events = context["triggering_asset_events"].get(FORECASTS, ())
        session = session_of_run(
            dag_run.run_type, dag_run.logical_date, dag_run.run_after, calendar=current_calendar()
        )
        return sessions_to_recommend(wanted, session, [event.source_run_id for event in events])

    @task(map_index_template="{{ task.op_kwargs['session'] }}")
    def recommend(version: dict[str, Any], session: str) -> dict[str, Any]:
        """Make and store the recommendations of one session, or make those of record again."""
        from datetime import date

        from vn30.recommendations.profile_versions import ProfileVersion
        from vn30.recommendations.read import NoForecasts
        from vn30.recommendations.run import make_recommendations

        context = get_current_context()
        try:
            return make_recommendations(
                date.fromisoformat(session),
                ProfileVersion(**version),
                context["run_id"],
                context["params"]["basis"],
            )._asdict()
        except NoForecasts as error:
            raise AirflowSkipException(str(error)) from None

    @task(trigger_rule="none_failed")
    def notify() -> int:
        """Write a mail to each user whose My List has a label that the newest run has changed."""
        from vn30.recommendations.notify import mail_label_changes

        return mail_label_changes()

    # Sessions without forecasts do not keep older recommendations from being judged.
    @task(trigger_rule="none_failed")
    def judge() -> dict[str, int]:
        """Judge the recommendations whose horizon is over, and write the track record."""
        from vn30.recommendations.judging import judge_recommendations

        return judge_recommendations()

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. Its log has the reason.")

    version, listed = profiles(), sessions()
    recommended = documented(recommend).partial(version=version).expand(session=listed)
    judged, notified = judge(), notify()
    recommended >> [judged, notified]
    [version, listed, recommended, judged, notified] >> watcher()


vn30_recommendations()

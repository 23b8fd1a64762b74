"""
### VN30 walk-forward

Walks methods of optimisation through the past, after costs, as a user has requested it for a portfolio. Owner: the
data science team.

| task | what it does |
| --- | --- |
| `claim` | claims the request, fixes its session and stocks, and lists its methods |
| `walk` | one method a task: decides again and again from the returns before each decision, and stores the result |
| `finish` | closes the request |
| `watcher` | closes the request as failed when any task before it failed, and fails the run |

The platform's API records a request and triggers the DAG with its id; it has no schedule. The rows of `walk_forwards`
and `walk_forward_results` belong to the owner of the portfolio, and are deleted with it: neither logs nor XComs of a
run hold what is in the portfolio. A cancelled request ends before its next method.

**When it fails.** The screen Optimise shows the request as failed. Clear the task that failed: the run goes on with the
methods that have no result, on the session of its first start. A method whose constraints cannot be met is no failure: its
reason is its result. Requests that have not ended after a day are closed by `vn30_maintenance`.
"""  # noqa: E501 - rows of a table

from datetime import timedelta

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.names import TRAINING_POOL, WALK_FORWARD_DAG
from vn30.pipelines.dag_settings import DagSettings

settings = DagSettings(retries=2, tags=["vn30", "risk"])


@dag(
    dag_id=WALK_FORWARD_DAG,
    dag_display_name="VN30 walk-forward",
    description="Walks methods of optimisation through the past, after costs, as a user has requested it",
    schedule=None,
    dagrun_timeout=timedelta(hours=2),
    # It runs on request alone: paused, it would let users wait for nothing.
    is_paused_upon_creation=False,
    doc_md=dag_doc(WALK_FORWARD_DAG, __doc__),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "walk_forward_id": Param(
            None,
            type=["null", "string"],
            format="uuid",
            title="Request",
            description="Set by the platform's API: the id of a requested walk-forward",
        ),
    },
)
def vn30_walk_forward() -> None:
    @task
    def claim() -> list[str]:
        """Claim the request, and list its methods."""
        from vn30.optimisation import walk_forward_run as run

        request = get_current_context()["params"]["walk_forward_id"]
        if request is None:
            raise AirflowFailException("There is no request. Ask for a walk-forward on the page Optimise.")
        try:
            return run.claim(request)
        except run.NotWanted as error:
            raise AirflowSkipException(str(error)) from None

    @task(pool=TRAINING_POOL, map_index_template="{{ task.op_kwargs['method'] }}")
    def walk(method: str) -> None:
        """Walk one method through the past, and store the result."""
        from vn30.optimisation import walk_forward_run as run
        from vn30.optimisation.methods import METHODS

        chosen = next(each for each in METHODS if each == method)
        try:
            run.walk(get_current_context()["params"]["walk_forward_id"], chosen)
        except run.NotWanted as error:
            raise AirflowSkipException(str(error)) from None

    @task
    def finish() -> None:
        """Close the request."""
        from vn30.optimisation.walk_forward_run import finish

        finish(get_current_context()["params"]["walk_forward_id"])

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Close the request as failed, and fail the run, when any task before it failed."""
        from vn30.optimisation.walk_forward_run import FAILED, fail

        if (request := get_current_context()["params"]["walk_forward_id"]) is not None:
            fail(request, FAILED)
        raise AirflowFailException("A task of this run failed. Its log has the reason.")

    methods = claim()
    walked = documented(walk).expand(method=methods)
    done = finish()
    methods >> walked >> done
    [methods, walked, done] >> watcher()


vn30_walk_forward()

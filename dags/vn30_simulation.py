"""
### VN30 simulation

Simulates trading on HOSE by the rules of the market, and says what each result is worth. Owner: the data science
team.

| task | what it does |
| --- | --- |
| `plan` | claims the simulations that a user has requested, or records those of the parameters, and cuts them into parts |
| `simulate` | one part a task: simulates, checks and stores one simulation after the other, each in one transaction |
| `finish` | closes the batch: probability of overfitting, and the luck of all results of its families again |
| `watcher` | fails the run when any task before it failed |

It has no schedule: the screen Simulation and `POST /api/v1/simulations` start it, or a trigger with a `preset` or a
`document`. With `axes` it makes one simulation for each combination of values, 1,000 at most, in at most 40 tasks. A
single simulation is a batch of one. Every result is a trial in the ledger `simulation_trials`, once, however often
its task is repeated.

**When it fails.** Results that are stored stay. Clear the failed tasks: they make what has no result yet. A simulation
that is refused, for its formula or as its decisions depend on the future, fails alone and says why; the run is then
a success.
"""  # noqa: E501 - rows of a table

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.backtesting.preset_names import PRESET_NAMES
from vn30.names import SIMULATION_DAG, SIMULATION_POOL
from vn30.pipelines.dag_settings import DagSettings

settings = DagSettings(retries=4, retry_delay_minutes=0.1, max_active_runs=4, tags=["vn30", "simulation"])


@dag(
    dag_id=SIMULATION_DAG,
    dag_display_name="VN30 simulation",
    description="Simulates trading by the rules of HOSE, alone or over a grid, and counts every trial",
    schedule=None,
    dagrun_timeout=timedelta(hours=12),
    # It runs when a user asks for it: paused, it would leave requests waiting without a word.
    is_paused_upon_creation=False,
    doc_md=dag_doc(SIMULATION_DAG, __doc__),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
    params={
        "batch_id": Param(
            None,
            type=["null", "string"],
            format="uuid",
            title="Batch",
            description="Of a request through the API; empty: the preset or the document",
        ),
        "preset": Param(
            PRESET_NAMES[0],
            type="string",
            enum=list(PRESET_NAMES),
            title="Preset",
            description="A named example, if there is no document",
        ),
        "document": Param(
            None,
            type=["null", "object"],
            title="Document",
            description="Of the simulation; fields that are left out have their defaults",
        ),
        "axes": Param(
            None,
            type=["null", "array"],
            items={
                "type": "object",
                "properties": {"field": {"type": "string"}, "values": {"type": "array", "minItems": 1}},
                "required": ["field", "values"],
                "additionalProperties": False,
            },
            maxItems=6,
            title="Axes",
            description='Fields to vary: [{"field": "portfolio.maximumNames", "values": [3, 5, 10]}]',
        ),
    },
)
def vn30_simulation() -> None:
    @task
    def plan() -> list[dict[str, Any]]:
        """Claim or record the simulations, and cut them into parts."""
        from vn30.backtesting.lifecycle import Cancelled
        from vn30.backtesting.steps import plan

        context = get_current_context()
        try:
            found = plan(context["params"], context["run_id"], context["dag_run"].triggering_user_name)
        except Cancelled as cancelled:
            raise AirflowSkipException(str(cancelled)) from None
        return [{**asdict(part), "label": part.label} for part in found]

    @task(pool=SIMULATION_POOL, map_index_template="{{ task.op_kwargs['part']['label'] }}")
    def simulate(part: dict[str, Any]) -> dict[str, int]:
        """Make the simulations of one part that have no result yet."""
        from vn30.airflow.storage import task_store
        from vn30.backtesting.steps import Part, simulate
        from vn30.settings import get_settings

        known = {name: value for name, value in part.items() if name != "label"}
        return simulate(task_store(get_settings()), Part(**known))

    # Results are judged also where a part has failed.
    @task(trigger_rule="all_done")
    def finish(planned: list[dict[str, Any]] | None) -> dict[str, Any]:
        """Close the batch, and judge the results of its families again."""
        from vn30.backtesting.steps import finish

        if not planned:
            raise AirflowSkipException("Nothing was planned.")
        ended = finish(planned[0]["batch_id"])
        return {} if ended is None else asdict(ended)

    @task(trigger_rule="one_failed", retries=0)
    def watcher() -> None:
        """Fail the run when any task before it failed."""
        raise AirflowFailException("A task of this run failed. Its log has the reason.")

    planned = plan()
    simulated = documented(simulate).expand(part=planned)
    finished = finish(planned)
    simulated >> finished
    [planned, simulated, finished] >> watcher()


vn30_simulation()

"""
### VN30 news crawler

Keeps link, title and summary of articles on Vietnamese stocks, and the stocks that each of them names.
Owner: the data team.

| task | what it does |
| --- | --- |
| `plan` | lists the feeds that are on, without those that have asked for a pause |
| `read` | one feed a task: requests it, strips all HTML, and stores its articles in one transaction |
| `report` | writes the summary, which is the note of the run |

It runs on all days: every hour from 06:00 to 22:00, and every two hours at night, Vietnam time. The Variable
`vn30_news_crawler_settings` holds the list of feeds, each with `name`, `url` and `on`. `companyNews` asks VCI
for the news of each member every four hours, where `VN30_PRICE_SOURCE` is `vnstock`. With the simulated
market no feed is asked: there is no simulated news.

A feed is asked with the validators of its last answer (ETag, Last-Modified), so that an unchanged one sends
nothing. An article of several feeds is stored once, with each of them as a source. `vn30_maintenance` removes
articles older than `VN30_KEEP_NEWS_DAYS`.

**When it fails.** A feed that fails turns its own task red, and no other. The run fails when no feed has
answered, or when one has not for a day; its note and the table `news_feeds` have the reason and since when.
Correct the address of the feed on Pipelines, or turn it off there. A feed that answers 503 or 403 may want
another `VN30_NEWS_USER_AGENT`.
"""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from airflow.sdk import dag, get_current_context, task

from vn30.airflow.callbacks import run_failed, run_succeeded
from vn30.airflow.dag_defaults import dag_options, settings_with_notice
from vn30.airflow.dag_docs import dag_doc, documented
from vn30.airflow.timetable import DailyTimetable
from vn30.names import NEWS_DAG, NEWS_SETTINGS_VARIABLE
from vn30.pipelines.dag_settings import read_news_settings

settings, notice = settings_with_notice(NEWS_SETTINGS_VARIABLE, read_news_settings)


@dag(
    dag_id=NEWS_DAG,
    dag_display_name="VN30 news crawler",
    description="Reads feeds of news, and stores link, title and summary of each article with its stocks",
    schedule=DailyTimetable(settings.schedule_cron, timezone=settings.timezone),
    dagrun_timeout=timedelta(minutes=50),
    doc_md=dag_doc(NEWS_DAG, __doc__, notice),
    on_failure_callback=run_failed,
    on_success_callback=run_succeeded,
    **dag_options(settings),
)
def vn30_news_crawler() -> None:
    @task
    def plan() -> list[dict[str, Any]]:
        """List one job for each feed that is due."""
        from vn30.ingestion.news.plan import Feed, plan_news
        from vn30.settings import get_settings

        run_id = get_current_context()["run_id"]
        feeds = [Feed(feed.name, feed.url) for feed in settings.feeds if feed.on]
        jobs = plan_news(get_settings(), run_id, feeds, company_news=settings.company_news)
        return [asdict(job) for job in jobs]

    @task(map_index_template="{{ task.op_kwargs['job']['feed'] }}", execution_timeout=timedelta(minutes=10))
    def read(job: dict[str, Any]) -> dict[str, Any]:
        """Request one feed, and store its articles."""
        from vn30.ingestion.news.load import load_feed
        from vn30.ingestion.news.plan import NewsJob
        from vn30.settings import get_settings

        return asdict(load_feed(get_settings(), NewsJob(**job)))

    @task(trigger_rule="all_done")
    def report() -> str:
        """Write the summary; fail when no feed has answered, or one has not for a day."""
        from vn30.ingestion.news.report import report_news

        return report_news(get_current_context()["run_id"])

    planned = plan()
    reported = report()
    planned >> reported
    documented(read).expand(job=planned) >> reported


vn30_news_crawler()

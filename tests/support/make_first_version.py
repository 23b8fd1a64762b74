"""Makes the database of the first version anew: ``python -m tests.support.make_first_version``.

It needs the history of git. The code of the first version crawls a simulated market, trains and publishes;
its database goes, as SQL, into the file that ``tests/integration/database/test_upgrade.py`` upgrades.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

COMMIT = "675b553"
"""The newest commit with the six migrations of the first version that crawled, trained and served."""
FIRST_VERSION = Path(__file__).parents[1] / "integration" / "database" / "data" / "first_version.sql.gz"
TICKERS = ("FPT", "HPG", "VCB")
ARTIFACTS = "file:///var/lib/vn30/artifacts"
"""Where the files of the runs are, by the rows of the dump."""


def main() -> None:
    """Write :data:`FIRST_VERSION` by the code of :data:`COMMIT`, from a temporary worktree."""
    from vn30.backup.postgres_tools import tool_path

    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="vn30-first-") as folder:
        Path(folder).chmod(0o755)
        tree = Path(folder, "tree")
        subprocess.run(["git", "worktree", "add", "--detach", tree, COMMIT], cwd=root, check=True)
        try:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("VN30_")},
                "VN30_HOME": folder,
                "VN30_ENV_FILE": os.devnull,
                "VN30_PRICE_SOURCE": f"csv:{folder}/prices.csv",
                "VN30_AS_OF": "",
                "PYTHONPATH": f"{tree}/include:{tree}",
            }
            # By path, not as a module: `tests` and `vn30` are to be those of the first version.
            words = [sys.executable, __file__, folder, tool_path("pg_dump")]
            subprocess.run(words, cwd=tree, env=environment, check=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=root, check=True)
        plain = Path(folder, "dump.sql").read_text().replace(f"file://{folder}/artifacts", ARTIFACTS)
    FIRST_VERSION.parent.mkdir(exist_ok=True)
    # Without a time in its header: equal rows give equal files.
    FIRST_VERSION.write_bytes(gzip.compress(plain.encode(), mtime=0))
    print(f"{FIRST_VERSION}: {FIRST_VERSION.stat().st_size} bytes")


def with_the_first_version(home: Path, pg_dump: str) -> None:
    """Crawl, train and publish by the code of the first version, and leave ``dump.sql`` in ``home``.

    The market is that of ``tests/integration/conftest.py``, whose tests continue the series.
    """
    import pandas as pd

    from tests.integration.conftest import simulated_bars
    from vn30.local.postgres import EmbeddedPostgres

    pd.concat([simulated_bars(ticker) for ticker in TICKERS]).to_csv(home / "prices.csv", index=False)
    server = EmbeddedPostgres(home / "postgres")
    server.start()
    try:
        url = server.database_url("vn30")
        os.environ["VN30_DATABASE_URL"] = url
        publish()
        words = [
            "--restrict-key=vn30",
            "--no-owner",
            "--no-privileges",
            f"--file={home / 'dump.sql'}",
            f"--dbname={url}",
        ]
        subprocess.run([pg_dump, *words], check=True)
    finally:
        server.stop()


def publish() -> None:
    """One crawl and one training run, and what users had saved."""
    import sqlalchemy as sa
    from vn30.accounts import seed_demo_accounts
    from vn30.ingestion.gate import run_gate
    from vn30.migrations import migrate
    from vn30.training.registry import finish_experiment
    from vn30.warehouse import engine

    from tests.integration.conftest import SMALL_CONFIG
    from vn30.ingestion.load import load_ticker
    from vn30.ingestion.plan import plan_crawl
    from vn30.settings import get_settings
    from vn30.training import run

    settings = get_settings()
    migrate(engine())
    for job in plan_crawl(settings, "crawl of the first version", list(TICKERS)):
        load_ticker(settings, job)
    run_gate("crawl of the first version")
    name = "training of the first version"
    experiment = run.resolve(name, json.dumps(SMALL_CONFIG), None)
    panel = run.build_panel_file(settings, experiment)
    for ticker in experiment.tickers:
        run.train(settings, experiment, panel, ticker)
    finish_experiment(name)
    with engine().begin() as connection:
        seed_demo_accounts(connection)
        connection.execute(sa.text("UPDATE users SET email = 'ds1@example.com' WHERE username = 'ds1'"))
        followed = (
            "SELECT users.id, stocks.id FROM users, stocks WHERE username = 'enduser1' AND ticker = 'FPT'"
        )
        connection.execute(sa.text(f"INSERT INTO watchlist_items (user_id, stock_id) {followed}"))


if __name__ == "__main__":
    with_the_first_version(Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 1 else main()

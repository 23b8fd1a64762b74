"""Recommendations in the database: made, archived, replayed, judged."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa

from tests.support.stored_market import SESSIONS, TICKERS, store_market, store_run
from vn30.database.warehouse import execute, transaction
from vn30.i18n.catalogue import in_language
from vn30.i18n.localized import from_json
from vn30.names import HORIZONS
from vn30.recommendations import read
from vn30.recommendations.judging import judge_recommendations
from vn30.recommendations.profile_versions import ProfileVersion, record_version
from vn30.recommendations.profiles import default_document
from vn30.recommendations.run import make_recommendations
from vn30.recommendations.wording import paragraph_of

TODAY, THEN = SESSIONS[-1], SESSIONS[-60]
BOLD = {
    **default_document(),
    "aggressive": {**default_document()["aggressive"], "minimumConfidence": 0.3, "minimumGainPct": -5},
}


def publish(as_of: date, chances: Sequence[float] = (0.6, 0.55, 0.4)) -> str:
    """A run whose order is proven, with these chances of the tickers at each horizon."""
    with transaction() as connection:
        run_id = store_run(connection, as_of)
        connection.execute(
            sa.text(
                "UPDATE stock_prediction_summaries SET vn30_rank = place, vn30_ranked = 3, "
                "probability_of_beating_vn30 = chance, lower_price = base_price * 0.93, "
                "upper_price = base_price * 1.08 FROM stocks INNER JOIN unnest(cast(:tickers AS TEXT[]), "
                "cast(:chances AS NUMERIC[])) WITH ORDINALITY AS given (ticker, chance, place) "
                "USING (ticker) WHERE stock_id = stocks.id AND experiment_run_id = :run"
            ),
            {"tickers": list(TICKERS), "chances": list(chances), "run": run_id},
        )
        for horizon in HORIZONS:
            execute(
                connection,
                "experiments/put_rank_scores",
                run_id=run_id,
                horizon=horizon,
                first_session=SESSIONS[0],
                last_session=as_of,
                sessions=300,
                forecasts=900,
                rank_ic=0.08,
                rank_ic_error=0.02,
                brier=0.248,
                base_rate_brier=0.249,
                brier_gain_error=0.001,
            )
    return run_id


@pytest.fixture
def profiles(platform) -> ProfileVersion:
    """The profiles of a stored market whose today is its last session."""
    with transaction() as connection:
        store_market(connection)
        return record_version(connection, BOLD, "dataquery")


def test_a_session(platform, profiles: ProfileVersion) -> None:
    """All profiles and horizons at once; the same again stores nothing, other forecasts archive it."""
    publish(TODAY)
    made = make_recommendations(None, profiles, "first")
    assert (made.state, made.session) == ("made", TODAY.isoformat())
    assert made.labels["aggressive"]["BUY"] >= 1
    rows = platform.rows(
        "SELECT ticker, label, confidence, chance_to_beat, stop_loss, take_profit, justification, reasons, "
        "reason_code, messages "
        "FROM current_recommendations WHERE profile = 'aggressive' AND horizon_days = 15 ORDER BY ticker"
    )
    assert [(row.ticker, row.label) for row in rows] == [("FPT", "BUY"), ("HPG", "BUY"), ("VCB", "SELL")]
    assert rows[0].confidence == rows[0].chance_to_beat > 0.5
    assert rows[0].justification.startswith("BUY FPT over 15 sessions: the chance of a return above")
    assert rows[0].reasons["evidence"].startswith("It ranks 1 of 3. The order of past forecasts is proven")
    # The same in both languages, from the stored messages.
    stored = [(row, paragraph_of(row.reason_code, from_json(row.messages))) for row in rows]
    assert [text for _, text in stored] == [row.justification for row in rows]
    assert in_language(stored[0][1], "vi").startswith("MUA FPT trong 15 phiên: xác suất")
    assert platform.count("recommendations") == 27
    assert platform.count("recommendation_snapshots") == 9
    assert make_recommendations(None, profiles).state == "unchanged"

    publish(TODAY, (0.4, 0.55, 0.6))
    assert make_recommendations(None, profiles, "second").state == "made"
    assert platform.rows(
        "SELECT airflow_run_id, is_current FROM recommendation_runs ORDER BY created_at"
    ) == [
        ("first", False),
        ("second", True),
    ]
    assert platform.count("recommendation_history") == 27


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recommendations SET label = 'HOLD', stop_loss = NULL, take_profit = NULL",
        "DELETE FROM recommendations",
        "UPDATE recommendation_snapshots SET snapshot = '{}'",
        "DELETE FROM recommendation_runs",
        "UPDATE recommendation_runs SET known_at = now(), is_current = FALSE",
        "UPDATE recommendation_runs SET content_hash = input_hash",
        "UPDATE recommendation_profile_versions SET document = '{}'",
    ],
)
def test_nothing_is_changed(platform, profiles: ProfileVersion, statement: str) -> None:
    publish(TODAY)
    make_recommendations(None, profiles)
    with pytest.raises(sa.exc.InternalError, match="archived, never changed"), transaction() as connection:
        connection.execute(sa.text(statement))


def test_replays(platform, profiles: ProfileVersion) -> None:
    """Equal bytes from what was known then; after a restatement, what differs from what is known now."""
    publish(THEN)
    original = make_recommendations(THEN, profiles)
    # Later trainings replace forecasts and profiles: a replay has those of then.
    publish(THEN, (0.4, 0.55, 0.6))
    with transaction() as connection:
        others = record_version(connection, default_document(), "dataquery")
    again = make_recommendations(THEN, others)
    assert (again.state, again.content_hash) == ("replayed", original.content_hash)
    with transaction() as connection:
        # The history before a day is halved, as after a split that the vendor dates wrongly.
        connection.execute(
            sa.text(
                "UPDATE stock_prices SET close_price = close_price / 2, open_price = open_price / 2, "
                "high_price = high_price / 2, low_price = low_price / 2 FROM stocks "
                "WHERE stock_id = stocks.id AND ticker = 'FPT' AND price_date <= :day"
            ),
            {"day": SESSIONS[-70]},
        )
    then, now = (make_recommendations(THEN, others, basis=basis) for basis in ("then", "now"))
    assert then.content_hash == original.content_hash != now.content_hash
    rows = platform.rows(
        "SELECT replay_basis, is_identical, same_inputs, same_code, changed_recommendations > 0 "
        "FROM recommendation_replays ORDER BY created_at"
    )
    assert [tuple(row) for row in rows] == [
        ("then", True, True, True, False),
        ("then", True, True, True, False),
        ("now", False, False, True, True),
    ]
    changed = platform.rows(
        "SELECT field, original, replayed FROM recommendation_differences "
        "WHERE ticker = 'FPT' AND profile = 'aggressive' AND horizon_days = 15 AND field = 'label'"
    )
    # A jump by half makes the stock too volatile to buy.
    assert [tuple(row) for row in changed] == [("label", "BUY", "HOLD")]
    assert platform.count("recommendation_history") == 27


def _candidates(known_at) -> list[dict[str, object]]:
    with transaction() as connection:
        forecasts = read.published_forecasts(connection, THEN)
        found = read.candidates_of(connection, forecasts, THEN, TODAY, known_at)
    return [each.snapshot() for each in found]


def test_no_later_price_is_read(platform, profiles: ProfileVersion, monkeypatch) -> None:
    """Other prices after the session change nothing; with a planted leak they do."""
    publish(THEN)
    moments, found = [], []
    for _ in range(2):
        moments.append(platform.rows("SELECT clock_timestamp()")[0][0])
        with transaction() as connection:
            connection.execute(
                sa.text(
                    "UPDATE stock_prices SET close_price = close_price * (1 + 0.3 * random()) "
                    "WHERE price_date > :day"
                ),
                {"day": THEN},
            )
    moments.append(platform.rows("SELECT clock_timestamp()")[0][0])
    found = [_candidates(moment) for moment in moments]
    assert found[0] == found[1] == found[2]
    stored_bars = read.stored_bars

    def leaking(connection, symbols, as_of, *rest):
        bars = stored_bars(connection, symbols, TODAY, *rest)
        last = bars.groupby("symbol")["close"].transform("last")
        known = bars["date"] <= np.datetime64(as_of)
        return bars.assign(close=bars["close"].where(bars["date"] < np.datetime64(as_of), last))[known]

    monkeypatch.setattr(read, "stored_bars", leaking)
    leaked = [_candidates(moment) for moment in moments[:2]]
    assert leaked[0] != leaked[1]


def test_judgement(platform, profiles: ProfileVersion) -> None:
    """Each is judged once its horizon is over, and the record shows no more than today knows."""
    publish(THEN)
    make_recommendations(THEN, profiles)
    with transaction() as connection:
        connection.execute(sa.text("UPDATE market_state SET as_of_date = :day"), {"day": SESSIONS[-50]})
    assert judge_recommendations() == {"judged": 9, "waiting": 0}
    assert platform.rows("SELECT DISTINCT horizon_days FROM recommendation_record") == [(7,)]
    with transaction() as connection:
        connection.execute(sa.text("UPDATE market_state SET as_of_date = :day"), {"day": TODAY})
    assert judge_recommendations() == {"judged": 18, "waiting": 0}
    assert judge_recommendations() == {"judged": 0, "waiting": 0}
    rows = platform.rows(
        "SELECT label, exit_reason, entry_date, gain_pct, bought_gain_pct, excess_pct, claim_true "
        "FROM recommendation_history WHERE profile = 'aggressive' AND horizon_days = 15 ORDER BY ticker"
    )
    assert [row.label for row in rows] == ["BUY", "BUY", "SELL"]
    assert {row.entry_date for row in rows[:2]} == {SESSIONS[-59]}
    assert all(row.gain_pct is not None and row.claim_true is not None for row in rows)
    record = platform.rows(
        "SELECT value, recommendations, hit_rate_error FROM recommendation_record "
        "WHERE dimension = 'baseline' AND profile = 'moderate' AND horizon_days = 30 ORDER BY value"
    )
    # One session has no error.
    assert [tuple(row) for row in record] == [("all HOLD", 3, None), ("last month's winners", 3, None)]
    with pytest.raises(sa.exc.InternalError, match="never changed"), transaction() as connection:
        connection.execute(sa.text("UPDATE recommendation_outcomes SET gain_pct = 0"))
    # Moved back, the platform's today knows neither of later outcomes nor of the later record.
    with transaction() as connection:
        connection.execute(sa.text("UPDATE market_state SET as_of_date = :day"), {"day": SESSIONS[-50]})
    assert platform.rows("SELECT count(*) FROM recommendation_history WHERE judged_at IS NOT NULL") == [(9,)]
    assert platform.rows("SELECT DISTINCT as_of_date FROM recommendation_record") == [(SESSIONS[-50],)]


def test_without_forecasts(platform, profiles: ProfileVersion) -> None:
    with pytest.raises(read.NoForecasts, match="No forecast is published"):
        make_recommendations(None, profiles)

"""The columns of every frame that :mod:`vn30.data` returns, in their order: dtype, unit and meaning.

The functions read by this table, and ``docs/reading-data.md`` is made of it.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column of a frame.

    Attributes:
        dtype: as pandas names it; ``object`` for text, and for a ``dict`` or a ``list`` in each row.
        unit: of its numbers; empty for what has none.
        meaning: what it is, and when it is missing (NaN, NaT or None).
        holds_json: each value is a ``dict`` or a ``list``.
    """

    name: str
    dtype: str
    unit: str
    meaning: str
    holds_json: bool = False


TEXT, NUMBER, COUNT, FLAG = "object", "float64", "int64", "bool"
SESSION, TIME, LOCAL_TIME = "datetime64[ns]", "datetime64[ns, UTC]", "datetime64[ns, Asia/Ho_Chi_Minh]"


def _bars(unit: str, volume: str) -> tuple[Column, ...]:
    return (
        Column("symbol", TEXT, "", "ticker, or code of the index"),
        Column("date", SESSION, "session", "the session, at midnight"),
        Column("open", NUMBER, unit, "first price of the session; NaN where no source gives it"),
        Column("high", NUMBER, unit, "highest price; NaN as `open`"),
        Column("low", NUMBER, unit, "lowest price; NaN as `open`"),
        Column("close", NUMBER, unit, "closing price"),
        Column("volume", COUNT, "shares", volume),
    )


_RUN = Column("run_id", TEXT, "", "the training run")
_AS_OF = Column("as_of", SESSION, "session", "the session whose close is the last price that was known")
_SYMBOL = Column("symbol", TEXT, "", "ticker")
_HORIZON = Column("horizon", COUNT, "sessions", "how far ahead is forecast: 7, 15 or 30")

_ERRORS = (
    Column("mape_pct", NUMBER, "%", "mean absolute percentage error"),
    Column("naive_mape_pct", NUMBER, "%", "that of the naive forecast, the last close, on the same rows"),
    Column("skill", NUMBER, "", "1 - MAE / naive MAE: above 0 is better than naive, below 0 worse"),
    Column(
        "p_value", NUMBER, "", "that a forecast no better than the naive one looks so good (Diebold-Mariano)"
    ),
    Column("verdict", TEXT, "", "`proven`: positive skill and a p-value below 0.05; else `not proven`"),
)
_CORRECTED = Column(
    "corrected_p_value",
    NUMBER,
    "",
    "`p_value` corrected for the number of tickers (Benjamini-Hochberg), decides `verdict`; NaN "
    "until the run has finished, and in scores of old runs",
)
_INTERVAL = (
    Column("coverage", NUMBER, "share", "of outcomes within the 80 % interval; NaN where there is none"),
    Column(
        "interval_width_pct", NUMBER, "%", "mean width of the interval, of the last close; NaN as `coverage`"
    ),
)
_COVERAGE = (
    Column(
        "coverage_error", NUMBER, "share", "standard error of `coverage`; NaN for fewer than 120 sessions"
    ),
    *(
        column
        for third, meaning in {
            "calm": "forecasts from calm sessions: lowest third of the ticker's volatility, as known then",
            "ordinary": "forecasts from the middle third",
            "volatile": "forecasts from volatile sessions: the highest third",
        }.items()
        for column in (
            Column(f"coverage_{third}", NUMBER, "share", f"`coverage` of {meaning}"),
            Column(f"coverage_{third}_error", NUMBER, "share", "its standard error"),
        )
    ),
    Column("winkler_pct", NUMBER, "%", "mean interval score of Winkler, of the last close: less is better"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "prices": _bars("VND", "shares traded; 0 where no source gives it"),
    "indices": _bars("points", "shares traded in the index's stocks; 0 where no source gives it"),
    "bars": (
        _SYMBOL,
        Column("time", LOCAL_TIME, "", "start of the bar; of a week, its Monday"),
        Column("open", NUMBER, "VND", "first price of the bar"),
        Column("high", NUMBER, "VND", "highest price"),
        Column("low", NUMBER, "VND", "lowest price"),
        Column("close", NUMBER, "VND", "last price"),
        Column("volume", COUNT, "shares", "shares traded"),
    ),
    "minute_days": (
        _SYMBOL,
        Column("date", SESSION, "session", "the session"),
        Column("bars", COUNT, "minutes", "stored minutes, each with a trade"),
        Column("open", NUMBER, "VND", "of the day that the minutes make up: its first price"),
        Column("high", NUMBER, "VND", "highest price"),
        Column("low", NUMBER, "VND", "lowest price"),
        Column("close", NUMBER, "VND", "last price"),
        Column("volume", COUNT, "shares", "sum of the minutes"),
        Column("first_minute", TIME, "", "the first minute with a trade"),
        Column("last_minute", TIME, "", "the last one"),
        Column("empty_minutes", COUNT, "minutes", "of continuous matching without a bar, up to the last bar"),
        Column("longest_gap", COUNT, "minutes", "the most of them that follow each other"),
        Column("has_close", FLAG, "", "whether there is a bar of the closing auction"),
        Column("source", TEXT, "", "of the minutes that were stored last"),
        Column(
            "verdict",
            TEXT,
            "",
            "beside the daily bar: `equal`, `adjusted` (by one factor since), `different`, `no daily bar`, "
            "or `provisional`",
        ),
        Column("detail", TEXT, "", "why it is not equal; None where it is"),
    ),
    "completeness": (
        Column("symbol", TEXT, "", "ticker, or code of the index"),
        Column("month", SESSION, "", "its first day"),
        Column("expected", COUNT, "sessions", "from the listing until the stock leaves the VN30"),
        Column("stored", COUNT, "sessions", "with a daily bar, or with minutes that add up to it"),
        Column("provisional", COUNT, "sessions", "fetched before they had settled"),
        Column(
            "untraded", COUNT, "sessions", "with a daily bar without volume at the price of the bar before"
        ),
        Column("different", COUNT, "sessions", "with minutes that are not the daily bar; 0 of daily bars"),
        Column("absent", COUNT, "sessions", "of which a source was asked and has nothing"),
        Column("missing", COUNT, "sessions", "of which nothing is stored and nothing is known"),
        Column("share", NUMBER, "share", "stored, provisional and untraded ones, of those expected"),
    ),
    "actions": (
        _SYMBOL,
        Column("ex_date", SESSION, "session", "the first session whose price is without it"),
        Column(
            "kind",
            TEXT,
            "",
            "`cash_dividend`, `stock_dividend`, `bonus_issue`, `rights_issue`, `split`, `unknown`",
        ),
        Column("cash", NUMBER, "VND", "for each share held"),
        Column("ratio", NUMBER, "shares", "new ones for each share held; of a rights issue, those offered"),
        Column("issue_price", NUMBER, "VND", "of a share of a rights issue"),
        Column(
            "factor", NUMBER, "", "by which a restatement multiplied earlier prices; NaN of declared ones"
        ),
        Column("is_inferred", FLAG, "", "from a restatement: kind and terms are a guess"),
        Column("source", TEXT, "", "who says so"),
        Column("recorded_at", TIME, "", "when it was stored"),
    ),
    "panel": (
        _SYMBOL,
        Column("date", SESSION, "session", "the session that the features belong to"),
        Column(
            "(features)",
            "float32",
            "scale-free",
            "one column a feature of the configuration; NaN where its window is not yet full",
        ),
    ),
    "regimes": (
        Column("date", SESSION, "session", "the session after which the regime is known"),
        Column("volatility", TEXT, "", "`volatile`: above the median of the past year; `quiet`; `unknown`"),
        Column("trend", TEXT, "", "`bull`: close above its 200-session average; `bear`; `unknown`"),
        Column("state", TEXT, "", "most likely state of the mixture: `calm`, `usual`, `wild`, `unknown`"),
        Column("smoothed_state", TEXT, "", "the most frequent state of the last five sessions"),
        Column("probability_calm", NUMBER, "share", "of the state; NaN before the first fit"),
        Column("probability_usual", NUMBER, "share", "as `probability_calm`"),
        Column("probability_wild", NUMBER, "share", "as `probability_calm`"),
        Column(
            "close_to_sma_200", NUMBER, "share", "close / 200-session average - 1; NaN before 200 sessions"
        ),
    ),
    "fundamentals": (
        _SYMBOL,
        Column(
            "metric",
            TEXT,
            "",
            "`shares_outstanding`, `eps`, `pe`, `pb`, `roe`, `dividend_yield`, `foreign_ownership`, "
            "`foreign_limit` or `foreign_room`",
        ),
        Column("value", NUMBER, "as `unit`", "NaN where it is not known, never 0 for that"),
        Column("unit", TEXT, "", "`shares`, `VND`, `times` or `%`"),
        Column("period", TEXT, "", "of the report; None for what is of the day itself"),
        Column("date", SESSION, "session", "the session after which it was known"),
        Column("source", TEXT, "", "who gives it"),
        Column("reason", TEXT, "", "why there is no value; None where there is one"),
        Column("note", TEXT, "", "how it is computed; None where the source gives it"),
        Column("known_from", TIME, "", "when the platform had it"),
    ),
    "quotes": (
        _SYMBOL,
        Column("date", SESSION, "session", "the session of the price"),
        Column("time", TIME, "", "start of the minute of the last trade, or the close of the session"),
        Column("price", NUMBER, "VND", "as traded"),
        Column("reference", NUMBER, "VND", "close before, lowered on an ex-date; NaN with a `reason`"),
        Column("ceiling", NUMBER, "VND", "the highest price of the session; NaN as `reference`"),
        Column("floor", NUMBER, "VND", "the lowest price of the session; NaN as `reference`"),
        Column("change", NUMBER, "VND", "price - reference"),
        Column("change_pct", NUMBER, "%", "of the reference"),
        Column("volume", NUMBER, "shares", "of the session up to `time`; NaN where no source gives it"),
        Column("basis", TEXT, "", "`minute`, or `session` for a close"),
        Column("delayed", FLAG, "", "whether trading has gone on since the price was known"),
        Column("source", TEXT, "", "of the minute or the bar"),
        Column("reason", TEXT, "", "why there is no reference; None where there is one"),
    ),
    "risk": (
        _SYMBOL,
        Column("date", SESSION, "session", "the session after which it is known"),
        Column("last_bar", SESSION, "session", "the last bar that was read"),
        Column("ewma_volatility", NUMBER, "share", "of the next session, by year"),
        Column("realised_volatility", NUMBER, "share", "of 20 sessions, by year"),
        Column("intraday_volatility", NUMBER, "share", "from minutes, by year; NaN without enough of them"),
        Column("traded_value", NUMBER, "VND", "a session, median of 20; NaN without"),
        Column("value_at_risk", NUMBER, "share", "filtered history, 95 %, one session; NaN below 500"),
        Column("expected_shortfall", NUMBER, "share", "the mean loss beyond it; NaN as `value_at_risk`"),
        Column("zone", TEXT, "", "traffic light of its back-test: `green`, `yellow`, `red`; None without"),
        Column("volatility", NUMBER, "share", "of 250 sessions, by year; NaN below 250 returns"),
        Column("volatility_error", NUMBER, "share", "its standard error"),
        Column("annual_return", NUMBER, "share", "compound, by calendar days, of 250 sessions"),
        Column("sharpe", NUMBER, "", "by year, of 250 sessions"),
        Column("sharpe_error", NUMBER, "", "its standard error by Lo's method"),
        Column("drawdown", NUMBER, "share", "deepest fall of 250 sessions"),
        Column("beta_vnindex", NUMBER, "", "of 250 sessions; NaN without closes of the index"),
        Column("beta_vnindex_error", NUMBER, "", "its standard error"),
        Column("beta_vn30", NUMBER, "", "as `beta_vnindex`"),
        Column("beta_vn30_error", NUMBER, "", "its standard error"),
    ),
    "forecasts": (
        _SYMBOL,
        _AS_OF,
        _HORIZON,
        Column("target_date", SESSION, "session", "the session that is forecast"),
        Column("base_price", NUMBER, "VND", "close of `as_of`: the naive forecast"),
        Column("predicted_price", NUMBER, "VND", "the forecast"),
        Column("predicted_return", NUMBER, "log return", "from `base_price` to `predicted_price`"),
        Column(
            "lower_price", NUMBER, "VND", "lower bound of the 80 % interval; NaN where it is not calibrated"
        ),
        Column("upper_price", NUMBER, "VND", "upper bound; NaN as `lower_price`"),
        Column(
            "probability_of_rise",
            NUMBER,
            "share",
            "chance that the price will be above; NaN as `lower_price`",
        ),
        Column(
            "vn30_rank", NUMBER, "", "of the expected return among the VN30, 1 is the highest; NaN without"
        ),
        Column("vn30_ranked", NUMBER, "tickers", "how many were ranked; NaN as `vn30_rank`"),
        Column(
            "probability_of_beating_vn30",
            NUMBER,
            "share",
            "of a return above the index's up to `target_date`; NaN where too little was known",
        ),
        Column("volatility_regime", TEXT, "", "of the market on `as_of`: `volatile`, `quiet`, `unknown`"),
        Column("trend_regime", TEXT, "", "of the market on `as_of`: `bull`, `bear`, `unknown`"),
        Column("run_id", TEXT, "", "the training run; None where it is not on record"),
        Column("created_at", TIME, "", "when it was published"),
        Column("made_in_time", FLAG, "", "before its target session closed; else it is a back-test"),
        Column(
            "realised_date", SESSION, "session", "last bar up to `target_date`; NaT while that lies ahead"
        ),
        Column("realised_price", NUMBER, "VND", "its close; NaN while `target_date` lies ahead"),
        Column("realised_return", NUMBER, "log return", "from `base_price` to `realised_price`; NaN as that"),
    ),
    "events": (
        _SYMBOL,
        Column("date", SESSION, "session", "its session"),
        Column(
            "kind",
            TEXT,
            "",
            "`ceiling`, `floor`, `high_52_weeks`, `low_52_weeks`, `volume_spike`, `restatement`, `ex_date`, "
            "`joined_vn30` or `left_vn30`",
        ),
        Column("value", NUMBER, "as `unit`", "the close, the volume, the factor, or what holders get"),
        Column("unit", TEXT, "", "of `value`; None of a membership"),
        Column("baseline", NUMBER, "as `unit`", "what `value` is compared with; NaN where nothing is"),
        Column("detail", TEXT, "", "kind of an ex-date, likely cause of a restatement; else None"),
    ),
    "news": (
        Column("article_id", COUNT, "", "names it in the API"),
        Column("published_at", TIME, "", "by the feed, or when it was first seen: see `dated_by`"),
        Column("dated_by", TEXT, "", "`feed`; `first_seen` where the feed gives no date, or a future one"),
        Column("first_seen_at", TIME, "", "when the crawler saw it: nobody knew it here before"),
        Column("title", TEXT, "", "plain text"),
        Column("summary", TEXT, "", "plain text; None where the feed has none"),
        Column("url", TEXT, "", "of the article at its publisher"),
        Column("sources", TEXT, "", "a `list`: the feeds that have it, the first one first", holds_json=True),
        Column("tickers", TEXT, "", "a `list`: the stocks that it names; may be empty", holds_json=True),
    ),
    "simulations": (
        Column("simulation_id", TEXT, "", "names it in the app and in the API"),
        Column("batch_id", TEXT, "", "of those that were requested together"),
        Column("name", TEXT, "", "of the request; may be empty"),
        Column("label", TEXT, "", "what distinguishes it in its batch; empty for one alone"),
        Column("owner", TEXT, "", "who requested it"),
        Column("document", TEXT, "", "a `dict`: signal, filters, portfolio, execution", holds_json=True),
        Column("signal", TEXT, "", "`version`, `champion`, `recommendation` or `formula`"),
        Column("family", TEXT, "", "in the ledger: `forecasts`, `recommendations` or `formulas`"),
        Column("first_session", SESSION, "session", "of the account"),
        Column("last_session", SESSION, "session", "of the account"),
        Column("annual_return", NUMBER, "share", "compound, by calendar days, after costs"),
        Column("annual_excess", NUMBER, "share", "mean return minus that of the same stocks held, by year"),
        Column("sharpe", NUMBER, "", "by year; NaN where the equity never changed"),
        Column("sharpe_error", NUMBER, "", "its standard error; NaN as `sharpe`"),
        Column(
            "deflated_sharpe", NUMBER, "share", "below 0.95 it could be luck of `trials`; NaN as `sharpe`"
        ),
        Column("drawdown", NUMBER, "share", "the deepest fall"),
        Column("trades", COUNT, "executions", "purchases and sales"),
        Column("trials", NUMBER, "", "of the family, when the newest batch of it ended; NaN as `sharpe`"),
        Column("overfitting", NUMBER, "share", "PBO of the batch; NaN of one alone"),
        Column("run_name", TEXT, "", "SHA-256 of document, code and data: equal names have equal results"),
        Column("code_version", TEXT, "", "SHA-256 of the code that computes simulations"),
        Column("known_at", TIME, "", "it read what was stored then"),
        Column("ended_at", TIME, "", "when it was stored"),
    ),
    "version_forecasts": (
        _SYMBOL,
        _AS_OF,
        _HORIZON,
        Column("version", TEXT, "", "of the models, such as `v7`; None of a run without one"),
        Column("line", TEXT, "", "the same for versions with the same parameters; None as `version`"),
        Column("is_served", FLAG, "", "the champion's, which is the record; else a challenger's"),
        Column("target_date", SESSION, "session", "the session that is forecast"),
        Column("base_price", NUMBER, "VND", "close of `as_of`: the naive forecast"),
        Column("predicted_price", NUMBER, "VND", "the forecast"),
        Column(
            "lower_price", NUMBER, "VND", "lower bound of the 80 % interval; NaN where it is not calibrated"
        ),
        Column("upper_price", NUMBER, "VND", "upper bound; NaN as `lower_price`"),
        Column("run_id", TEXT, "", "the training run; None where it is not on record"),
        Column("created_at", TIME, "", "when it was published"),
        Column(
            "realised_price",
            NUMBER,
            "VND",
            "close of the last bar up to `target_date`; NaN before it",
        ),
    ),
    "scores": (
        _RUN,
        _AS_OF,
        _SYMBOL,
        _HORIZON,
        Column("member", TEXT, "", "`ensemble`, or the member: `naive`, `pooled`, `ridge`, ..."),
        Column(
            "weight", NUMBER, "share", "in the forecast; NaN of the ensemble, and where a median has none"
        ),
        Column("rows", COUNT, "sessions", "test rows, all out of sample"),
        Column("mae", NUMBER, "VND", "mean absolute error"),
        Column("naive_mae", NUMBER, "VND", "that of the naive forecast on the same rows"),
        Column("rmse", NUMBER, "VND", "root of the mean squared error; NaN in scores of old runs"),
        *_ERRORS[:-1],
        _CORRECTED,
        _ERRORS[-1],
        Column("direction_hit_rate", NUMBER, "share", "of rows with the right sign; NaN as `rmse`"),
        *_INTERVAL,
    ),
    "market_scores": (
        _RUN,
        Column("as_of", SESSION, "session", "the session that the run was for"),
        _HORIZON,
        Column("tickers", COUNT, "tickers", "how many were scored together"),
        Column("rows", COUNT, "rows", "test rows of all of them"),
        *_ERRORS,
        Column(
            "rank_ic", NUMBER, "", "mean daily rank correlation of forecast and outcome; NaN of few tickers"
        ),
        *_INTERVAL,
        *_COVERAGE,
    ),
    "runs": (
        _RUN,
        Column("as_of", SESSION, "session", "the session that it was for; NaT before it has started"),
        Column("state", TEXT, "", "`pending`, `running`, `success`, `failed`, `cancelled`"),
        Column("owner", TEXT, "", "user name"),
        Column("notes", TEXT, "", "what the owner wrote; None without"),
        Column("config_version", COUNT, "", "version of the training configuration"),
        Column("config", TEXT, "", "the configuration, a `dict`", holds_json=True),
        Column("tickers", TEXT, "", "a `list`: those to train; empty before it has started", holds_json=True),
        Column("tickers_published", COUNT, "tickers", "how many have forecasts and scores of this run"),
        Column("created_at", TIME, "", "when it was asked for"),
        Column("started_at", TIME, "", "NaT before"),
        Column("finished_at", TIME, "", "NaT before"),
        Column("volatility_regime", TEXT, "", "of the market: `volatile`, `quiet`, `unknown`"),
        Column("trend_regime", TEXT, "", "of the market: `bull`, `bear`, `unknown`"),
        Column("suspicions", TEXT, "", "a `list`: why the scores are too good to be true", holds_json=True),
        Column("data_version", TEXT, "", "SHA-256 of the bars; None before the panel is built"),
        Column("code_version", TEXT, "", "SHA-256 of the code that makes forecasts; None as `as_of`"),
        Column("panel_hash", TEXT, "", "names the stored panel; None before it is built"),
        Column("prices_known_at", TIME, "", "it read the prices that were stored then; NaT as `as_of`"),
    ),
}

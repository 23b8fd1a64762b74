INSERT INTO stocks (
    ticker, name, sector, exchange, description, company_website_url, financial_report_url
)
VALUES (:ticker, :name, :sector, :exchange, :description, :website, :report_url)
ON CONFLICT (ticker) DO UPDATE
    SET
        name = excluded.name,
        sector = excluded.sector,
        exchange = excluded.exchange,
        description = excluded.description,
        company_website_url = excluded.company_website_url,
        financial_report_url = excluded.financial_report_url,
        updated_at = now()
    WHERE
    (
        stocks.name, stocks.sector, stocks.exchange, stocks.description,
        stocks.company_website_url, stocks.financial_report_url
    )
    IS DISTINCT FROM
    (
        excluded.name, excluded.sector, excluded.exchange, excluded.description,
        excluded.company_website_url, excluded.financial_report_url
    );

-- The first five are shipped for the known stocks, in one style: the source fills only blank ones.
UPDATE stocks
SET
    name = CASE WHEN name = ticker THEN coalesce(:name, name) ELSE name END,
    sector = coalesce(sector, :sector),
    exchange = coalesce(exchange, :exchange),
    description = coalesce(description, :description),
    company_website_url = coalesce(company_website_url, :website),
    logo_url = coalesce(:logo_url, logo_url),
    financial_report_url = coalesce(financial_report_url, :report_url),
    shares_outstanding = coalesce(:shares_outstanding, shares_outstanding),
    company_source = :source,
    company_asked_at = now(),
    company_checked_at = now(),
    updated_at = now()
WHERE ticker = :ticker;

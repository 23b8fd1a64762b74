import { m } from "@/paraglide/messages";
import { locales } from "@/paraglide/runtime";
import { folded } from "@/shared/folded";

/** A place that the search leads to. */
export type Entry = {
  href: string;
  label: string;
  /** The kind of place, or the company behind a ticker. */
  detail: string;
  /** All that finds it, folded: both languages, without accents. */
  words: string;
};

export type Page = { to: string; label: string; group: string };
export type Stock = { symbol: string; name: string | null; sector: string | null };

type Text = (inputs?: object, options?: { locale?: (typeof locales)[number] }) => string;

/** Parts of pages that have an address of their own, by the page that they belong to. */
const PARTS: { page: string; href: string; text: Text }[] = [
  { page: "/", href: "/#top-picks", text: m.search_top_picks },
  { page: "/", href: "/#market", text: m.search_market_table },
  { page: "/", href: "/?tab=my_list", text: m.search_my_list },
  { page: "/recommendations", href: "/recommendations/track-record", text: m.search_track_record },
  { page: "/recommendations", href: "/recommendations/profiles", text: m.search_profiles },
  { page: "/recommendations", href: "/recommendations/replays", text: m.search_replays },
  { page: "/portfolio", href: "/portfolio?tab=transactions", text: m.search_transactions },
  { page: "/portfolio", href: "/portfolio/optimise", text: m.search_optimise },
  { page: "/data", href: "/data", text: m.search_completeness },
  { page: "/data", href: "/data?tab=changes", text: m.search_price_changes },
  { page: "/data", href: "/data?tab=quarantine", text: m.search_quarantine },
  { page: "/data", href: "/data?tab=checks", text: m.search_look_ahead },
  { page: "/data", href: "/data?tab=lake", text: m.search_lake },
  { page: "/training", href: "/training", text: m.search_configuration },
  { page: "/training", href: "/training?tab=runs", text: m.search_training_runs },
  { page: "/simulations", href: "/simulations/new", text: m.search_new_simulation },
  { page: "/simulations", href: "/simulations/ledger", text: m.search_ledger },
];

/** Places without a page in the navigation. */
const OTHERS: { href: string; text: Text }[] = [
  { href: "/jobs", text: m.search_jobs },
  { href: "/account", text: m.search_account },
  { href: "/account#settings", text: m.search_settings },
  { href: "/account#password", text: m.search_password },
  { href: "/about", text: m.search_about },
];

/** What a stock has pages or parts of pages about, by the page whose readers may open it. */
const OF_STOCKS: { page: string; href: (ticker: string) => string; text: Text }[] = [
  { page: "/stocks", href: (ticker) => `/stocks/${ticker}`, text: m.search_stock },
  { page: "/stocks", href: (ticker) => `/stocks/${ticker}#model-status`, text: m.search_model },
  { page: "/stocks", href: (ticker) => `/stocks/${ticker}#risk`, text: m.search_risk },
  {
    page: "/recommendations",
    href: (ticker) => `/recommendations?ticker=${ticker}`,
    text: m.search_recommendations,
  },
  { page: "/news", href: (ticker) => `/news?symbol=${ticker}`, text: m.search_news },
  { page: "/data", href: (ticker) => `/data?ticker=${ticker}`, text: m.search_data },
];

/** The places for the pages that a role may open: pages and their parts, then stocks and theirs. */
export function entriesOf(pages: Page[], stocks: Stock[]): Entry[] {
  const labels = new Map(pages.map(({ to, label }) => [to, label]));
  return [
    ...pages.map(({ to, label, group }) => ({
      href: to,
      label,
      detail: group,
      words: folded(`${label} ${group}`),
    })),
    ...PARTS.filter(({ page }) => labels.has(page)).map(({ page, href, text }) => {
      const label = `${labels.get(page)} › ${text()}`;
      return { href, label, detail: m.search_part(), words: wordsOf(label, text) };
    }),
    ...OTHERS.map(({ href, text }) => ({
      href,
      label: text(),
      detail: m.search_page(),
      words: wordsOf(text(), text),
    })),
    ...stocks.flatMap(({ symbol, name, sector }) =>
      OF_STOCKS.filter(({ page }) => labels.has(page)).map(({ page, href, text }) => {
        const isStock = href(symbol) === `/stocks/${symbol}`;
        const label = isStock ? symbol : `${symbol} › ${text()}`;
        const detail = name ?? text();
        const words = `${label} ${detail} ${isStock ? (sector ?? "") : labels.get(page)}`;
        return { href: href(symbol), label, detail, words: wordsOf(words, text) };
      }),
    ),
  ];
}

function wordsOf(label: string, text: Text): string {
  return folded([label, ...locales.map((locale) => text({}, { locale }))].join(" "));
}

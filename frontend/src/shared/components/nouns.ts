import { m } from "@/paraglide/messages";

/** What lists hold, for a number of them: `run` for 1, `runs` for others. */
const NOUNS = {
  item: m.shared_noun_item,
  job: m.shared_noun_job,
  simulation: m.shared_noun_simulation,
  trade: m.shared_noun_trade,
  run: m.shared_noun_run,
  ticker: m.shared_noun_ticker,
  version: m.shared_noun_version,
  entry: m.shared_noun_entry,
  transaction: m.shared_noun_transaction,
  restatement: m.shared_noun_restatement,
  "rejected row": m.shared_noun_rejected_row,
  action: m.shared_noun_action,
  report: m.shared_noun_report,
  finding: m.shared_noun_finding,
  replay: m.shared_noun_replay,
  recommendation: m.shared_noun_recommendation,
  account: m.shared_noun_account,
};

/** The singular of what a list holds. */
export type Noun = keyof typeof NOUNS;

/** The noun for a number of things; without a number, for several. */
export function nounOf(noun: Noun, count = 2): string {
  return NOUNS[noun]({ count });
}

import { m } from "@/paraglide/messages";
import { inWords } from "./words";

const REGIMES: Readonly<Record<string, string>> = {
  all: m.shared_regime_all(),
  quiet: m.shared_regime_quiet(),
  volatile: m.shared_regime_volatile(),
  bull: m.shared_regime_bull(),
  bear: m.shared_regime_bear(),
};

const MEMBERS: Readonly<Record<string, string>> = {
  pooled: m.shared_member_pooled(),
  naive: m.shared_member_naive(),
  random_forest: m.shared_member_random_forest(),
  extra_trees: m.shared_member_extra_trees(),
  linear: m.shared_member_linear(),
};

const VERDICTS: Readonly<Record<string, string>> = {
  proven: m.shared_proven(),
  "not proven": m.shared_not_proven(),
};

/** The name of a regime of the market, such as `quiet, bull`. */
export function regimeName(regime: string): string {
  return regime
    .split(", ")
    .map((part) => REGIMES[part] ?? part)
    .join(", ");
}

/** The name of a member of an ensemble: `random_forest` as "random forest". */
export function memberName(member: string): string {
  return MEMBERS[member] ?? inWords(member);
}

/** A verdict in words; null stays null. */
export function verdictName(verdict: string | null): string | null {
  return verdict === null ? null : (VERDICTS[verdict] ?? verdict);
}

import type { Schemas } from "@/api/client";
import { m } from "@/paraglide/messages";
import { FigureTable } from "@/shared/components/FigureTable";
import { TextLink } from "@/shared/components/TextLink";
import { percent } from "@/shared/format/numbers";

type Weight = Schemas["WeightChange"];

/** The weight of each stock now, as optimised, and after the orders. */
export function WeightsTable({ weights }: { weights: Weight[] }) {
  return (
    <FigureTable<Weight>
      caption={m.optimise_shares_of_the_value_what_they()}
      minWidth={560}
      columns={[
        {
          name: m.optimise_stock(),
          of: ({ ticker }) => (
            <TextLink to="/stocks/$ticker" params={{ ticker }} inherit>
              {ticker}
            </TextLink>
          ),
        },
        { name: m.optimise_sector(), isWords: true, of: ({ sector }) => sector ?? "–" },
        { name: m.optimise_now(), of: ({ now }) => percent(100 * now) },
        { name: m.optimise_optimal(), of: ({ optimal }) => percent(100 * optimal) },
        { name: m.optimise_after_the_orders(), of: ({ ordered }) => percent(100 * ordered) },
      ]}
      rows={weights}
      keyOf={({ ticker }) => ticker}
    />
  );
}

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
          name: "Stock",
          of: ({ ticker }) => (
            <TextLink to="/stocks/$ticker" params={{ ticker }} inherit>
              {ticker}
            </TextLink>
          ),
        },
        { name: "Sector", isWords: true, of: ({ sector }) => sector ?? "–" },
        { name: "Now", of: ({ now }) => percent(100 * now) },
        { name: "Optimal", of: ({ optimal }) => percent(100 * optimal) },
        { name: "After the orders", of: ({ ordered }) => percent(100 * ordered) },
      ]}
      rows={weights}
      keyOf={({ ticker }) => ticker}
    />
  );
}

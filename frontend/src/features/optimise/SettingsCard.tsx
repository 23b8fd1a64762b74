import { Card, Input, NumberInput, SegmentedControl, Select, SimpleGrid, Title } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { Values } from "./form";
import type { Method } from "./queries";
import { SectorLimits } from "./SectorLimits";
import { METHOD_WORDS, METHODS } from "./words";

type Props = { values: Values; onChange: (values: Values) => void };

type Field = {
  name: keyof Values &
    ("minWeight" | "maxWeight" | "minNames" | "maxNames" | "maxTurnover" | "minHoldingSessions" | "cash");
  label: string;
  description: string;
  min: number;
  max: number;
  isWhole?: boolean;
};

const FIELDS: Field[] = [
  {
    name: "maxWeight",
    label: m.optimise_most_of_a_stock(),
    description: m.optimise_of_the_value(),
    min: 1,
    max: 100,
  },
  {
    name: "minWeight",
    label: m.optimise_least_of_a_held_stock(),
    description: m.optimise_a_stock_has_it_or_nothing(),
    min: 0,
    max: 100,
  },
  {
    name: "cash",
    label: m.optimise_kept_in_cash(),
    description: m.optimise_of_the_value(),
    min: 0,
    max: 99,
  },
  {
    name: "maxTurnover",
    label: m.optimise_most_turnover(),
    description: m.optimise_bought_or_sold_of_the_value(),
    min: 0,
    max: 100,
  },
  {
    name: "minNames",
    label: m.optimise_least_stocks(),
    description: m.optimise_with_a_weight(),
    min: 1,
    max: 60,
    isWhole: true,
  },
  {
    name: "maxNames",
    label: m.optimise_most_stocks(),
    description: m.optimise_with_a_weight(),
    min: 1,
    max: 60,
    isWhole: true,
  },
  {
    name: "minHoldingSessions",
    label: m.optimise_least_holding_sessions(),
    description: m.optimise_since_the_newest_purchase(),
    min: 0,
    max: 250,
    isWhole: true,
  },
];

/** Method, what it is estimated from, and constraints; for the optimum and for walk-forwards. */
export function SettingsCard({ values, onChange }: Props) {
  const change = (part: Partial<Values>) => onChange({ ...values, ...part });
  return (
    <Card component="section" aria-labelledby="settings">
      <Title order={2} size="h4" id="settings" mb="sm">
        {m.optimise_method_and_constraints()}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} verticalSpacing="sm">
        <Select
          label={m.optimise_method()}
          description={METHOD_WORDS[values.method]}
          data={Object.entries(METHODS).map(([value, label]) => ({ value, label }))}
          value={values.method}
          allowDeselect={false}
          onChange={(value) => value && change({ method: value as Method })}
        />
        <Input.Wrapper label={m.optimise_stocks()} labelElement="div">
          <SegmentedControl
            aria-label={m.optimise_stocks()}
            fullWidth
            data={[
              { value: "vn30", label: m.optimise_vn30_and_held() },
              { value: "held", label: m.optimise_held_alone() },
            ]}
            value={values.universe}
            onChange={(value) => change({ universe: value === "held" ? "held" : "vn30" })}
          />
        </Input.Wrapper>
        <NumberInput
          label={m.optimise_sessions_that_are_read()}
          description={m.optimise_lookback_250_are_a_year()}
          min={60}
          max={1250}
          step={50}
          allowDecimal={false}
          value={values.lookback}
          onChange={(lookback) => change({ lookback })}
        />
        {FIELDS.map(({ name, label, description, min, max, isWhole }) => (
          <NumberInput
            key={name}
            label={label}
            description={description}
            placeholder={m.optimise_no_constraint()}
            min={min}
            max={max}
            allowDecimal={!isWhole}
            decimalScale={2}
            value={values[name]}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </SimpleGrid>
      <SectorLimits limits={values.sectors} onChange={(sectors) => change({ sectors })} />
    </Card>
  );
}

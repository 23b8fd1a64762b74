import { Card, Input, NumberInput, SegmentedControl, Select, SimpleGrid, Title } from "@mantine/core";
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

/** The names of the API's fields are in the descriptions: its refusals name them. */
const FIELDS: Field[] = [
  {
    name: "maxWeight",
    label: "Most of a stock, %",
    description: "maxWeight, of the value",
    min: 1,
    max: 100,
  },
  {
    name: "minWeight",
    label: "Least of a held stock, %",
    description: "minWeight; a stock has it or nothing",
    min: 0,
    max: 100,
  },
  { name: "cash", label: "Kept in cash, %", description: "cashShare, of the value", min: 0, max: 99 },
  {
    name: "maxTurnover",
    label: "Most turnover, %",
    description: "maxTurnover: bought or sold, of the value",
    min: 0,
    max: 100,
  },
  { name: "minNames", label: "Least stocks", description: "minNames", min: 1, max: 60, isWhole: true },
  { name: "maxNames", label: "Most stocks", description: "maxNames", min: 1, max: 60, isWhole: true },
  {
    name: "minHoldingSessions",
    label: "Least holding, sessions",
    description: "minHoldingSessions, since the newest purchase",
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
        Method and constraints
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }} verticalSpacing="sm">
        <Select
          label="Method"
          description={METHOD_WORDS[values.method]}
          data={Object.entries(METHODS).map(([value, label]) => ({ value, label }))}
          value={values.method}
          allowDeselect={false}
          onChange={(value) => value && change({ method: value as Method })}
        />
        <Input.Wrapper label="Stocks" labelElement="div">
          <SegmentedControl
            aria-label="Stocks"
            fullWidth
            data={[
              { value: "vn30", label: "VN30 and held" },
              { value: "held", label: "Held alone" },
            ]}
            value={values.universe}
            onChange={(value) => change({ universe: value === "held" ? "held" : "vn30" })}
          />
        </Input.Wrapper>
        <NumberInput
          label="Sessions that are read"
          description="lookback; 250 are a year"
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
            placeholder="No constraint"
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

import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty } from "@/shared/components/LoadState";
import { memberName, regimeName } from "@/shared/format/codes";
import { ImportanceBars } from "./ImportanceBars";
import { ImportanceTable } from "./ImportanceTable";
import type { Features } from "./useFeatures";

const SHOWN = 12;

const METHODS: Record<Features["importances"][number]["method"], string> = {
  contribution: m.shared_size_of_contributions(),
  permutation: m.shared_loss_when_shuffled(),
  coefficient: m.shared_standardised_coefficient(),
};

/** The importances of one model in one market regime: the largest as bars, and all in a table behind them. */
export function Importances({ found: { importances, descriptions } }: { found: Features }) {
  const [opened, { toggle }] = useDisclosure();
  const models = [...new Set(importances.map(({ model, method }) => `${model}, ${method}`))];
  const [chosen, setChosen] = useState<string>();
  const model = models.find((name) => name === chosen) ?? models[0];
  const ofModel = importances.filter((row) => `${row.model}, ${row.method}` === model);
  const regimes = [...new Set(ofModel.map(({ regime }) => regime))];
  const [wanted, setRegime] = useState("all");
  const regime = regimes.includes(wanted) ? wanted : regimes[0];
  const rows = ofModel
    .filter((row) => row.regime === regime)
    .sort((one, other) => Math.abs(other.importance) - Math.abs(one.importance));
  if (rows.length === 0) {
    return (
      <Empty title={m.shared_no_importances_at_this_horizon()}>{m.shared_a_run_has_those_of_the()}</Empty>
    );
  }
  const largest = rows.slice(0, SHOWN);
  return (
    <>
      <Group mb="xs">
        <NativeSelect
          label={m.shared_model()}
          value={model}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={models.map((name) => ({ value: name, label: labelOf(name) }))}
        />
        <NativeSelect
          label={m.shared_market_regime()}
          value={regime}
          onChange={(event) => setRegime(event.currentTarget.value)}
          data={regimes.map((name) => ({ value: name, label: regimeName(name) }))}
        />
      </Group>
      <ImportanceBars rows={largest} descriptions={descriptions} />
      <Text size="sm" c="dimmed" mt={4}>
        {rows[0]?.model === "pooled"
          ? m.shared_largest_ranks({ count: largest.length })
          : m.shared_largest_returns({ count: largest.length })}{" "}
        {rows[0]?.method === "coefficient" ? m.shared_of_last_fit() : m.shared_of_unseen_sessions()}{" "}
        {m.shared_importances_say()}
      </Text>
      <Group mt="xs">
        <Button variant="default" size="compact-sm" aria-expanded={opened} onClick={toggle}>
          {opened ? m.shared_hide_the_table() : m.shared_show_all_rows({ count: rows.length })}
        </Button>
      </Group>
      {opened && <ImportanceTable rows={rows} descriptions={descriptions} />}
    </>
  );
}

/** `pooled: size of contributions` */
function labelOf(name: string): string {
  const [model = "", method = ""] = name.split(", ");
  return `${memberName(model)}: ${METHODS[method as keyof typeof METHODS] ?? method}`;
}

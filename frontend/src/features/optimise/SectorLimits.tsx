import { Button, Group, NumberInput, Select, Stack } from "@mantine/core";
import { m } from "@/paraglide/messages";
import type { SectorLimit } from "./form";
import { useSectors } from "./queries";

type Props = { limits: SectorLimit[]; onChange: (limits: SectorLimit[]) => void };

/** The most weight of sectors. */
export function SectorLimits({ limits, onChange }: Props) {
  const sectors = [...useSectors().map((name) => ({ value: name, label: name })), OTHER];
  const change = (place: number, part: Partial<SectorLimit>) =>
    onChange(limits.map((limit, at) => (at === place ? { ...limit, ...part } : limit)));
  return (
    <Stack gap="xs" mt="sm" align="flex-start">
      {limits.map((limit, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity while they are edited
        <Group key={place} align="flex-end" gap="xs">
          <Select
            label={m.optimise_sector_number({ number: place + 1 })}
            data={sectors}
            searchable
            value={limit.sector || null}
            onChange={(sector) => change(place, { sector: sector ?? "" })}
          />
          <NumberInput
            label={m.optimise_most_of_sector({ number: place + 1 })}
            min={0}
            max={100}
            value={limit.percent}
            onChange={(percent) => change(place, { percent })}
            w={160}
          />
          <Button
            variant="default"
            aria-label={m.optimise_remove_sector({ number: place + 1 })}
            onClick={() => onChange(limits.filter((_, at) => at !== place))}
          >
            {m.optimise_remove()}
          </Button>
        </Group>
      ))}
      <Button size="xs" variant="default" onClick={() => onChange([...limits, { sector: "", percent: "" }])}>
        {m.optimise_limit_a_sector()}
      </Button>
    </Stack>
  );
}

const OTHER = { value: "Other", label: m.optimise_other() };

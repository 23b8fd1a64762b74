import { Text, type TextProps } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { change, percent, rounded } from "@/shared/format/numbers";
import { Pill, type Tone } from "./Pill";

type Maybe = number | null | undefined;

/** A change in percent: green with ↑, red with ↓; the sign carries the same information without colours. */
export function Change({
  value,
  arrow = false,
  digits = 1,
  ...text
}: { value: Maybe; arrow?: boolean; digits?: number } & TextProps) {
  const shown = rounded(value ?? 0, digits);
  const mark = shown > 0 ? "↑ " : shown < 0 ? "↓ " : "";
  return (
    <Text span inherit className="figures" c={changeColour(value, digits)} {...text}>
      {arrow && <span aria-hidden>{mark}</span>}
      {change(value, digits)}
    </Text>
  );
}

/** Green for a value that is shown as a rise, red for a fall. */
export function changeColour(value: Maybe, digits = 1): string {
  const shown = rounded(value ?? 0, digits);
  return shown > 0 ? "var(--up)" : shown < 0 ? "var(--down)" : "var(--quiet)";
}

/** Green below 5 %, yellow to 10 %, red above: the specification's thresholds. */
export function mapeTone(mapePct: Maybe): Tone {
  if (mapePct == null) return "quiet";
  if (mapePct < 5) return "up";
  return mapePct <= 10 ? "middling" : "down";
}

const MAPE_WORDS: Record<Tone, string> = {
  up: m.shared_excellent(),
  middling: m.shared_acceptable(),
  down: m.shared_needs_improvement(),
  quiet: m.shared_not_known(),
  accent: "",
};

/** A MAPE in the colour of its quality, which its title names. */
export function Mape({ value, label }: { value: Maybe; label?: string }) {
  const tone = mapeTone(value);
  return (
    <Pill tone={tone} title={m.shared_mape({ quality: MAPE_WORDS[tone] })}>
      {label && `${label} `}
      {percent(value)}
    </Pill>
  );
}

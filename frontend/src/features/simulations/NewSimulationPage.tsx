import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { Frame } from "./Frame";
import { NewForm } from "./form/NewForm";
import { useSimulation, useSimulationForm } from "./queries";

const route = getRouteApi("/shell/simulations/new");

/** The form of a new simulation: a clone of an earlier one, or a preset. */
export function NewSimulationPage() {
  const { from } = route.useSearch();
  return (
    <Frame title={m.simulations_new_simulation()}>
      {from === undefined ? <FromPreset /> : <FromEarlier id={from} />}
    </Frame>
  );
}

function FromPreset() {
  const { preset } = route.useSearch();
  const navigate = route.useNavigate();
  const form = useSimulationForm();
  return (
    <Loaded query={form} what={m.simulations_the_form()} skeleton={<SkeletonLines lines={12} height={32} />}>
      {(known) => {
        const chosen = known.presets.find(({ name }) => name === preset) ?? known.presets[0];
        return (
          // The key discards the edits of another preset.
          <NewForm
            key={chosen?.name}
            form={known}
            start={chosen?.document ?? {}}
            preset={chosen?.name}
            onPreset={(name) => void navigate({ search: { preset: name }, resetScroll: false })}
          />
        );
      }}
    </Loaded>
  );
}

function FromEarlier({ id }: { id: string }) {
  const navigate = route.useNavigate();
  const form = useSimulationForm();
  const earlier = useSimulation(id);
  return (
    <Loaded query={form} what={m.simulations_the_form()} skeleton={<SkeletonLines lines={12} height={32} />}>
      {(known) => (
        <Loaded
          query={earlier}
          what={m.simulations_the_earlier_simulation()}
          skeleton={<SkeletonLines lines={12} height={32} />}
        >
          {({ document, name }) => (
            <NewForm
              key={id}
              form={known}
              start={document}
              name={name}
              onPreset={(preset) => void navigate({ search: { preset }, resetScroll: false })}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

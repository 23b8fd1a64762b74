import { Skeleton, Stack } from "@mantine/core";
import { m } from "@/paraglide/messages";
import { Loaded } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { useActiveConfig, useConfigSchema } from "./configQueries";
import { Workspace } from "./Workspace";

/** The training configuration and its runs. */
export function TrainingPage() {
  const schema = useConfigSchema();
  const active = useActiveConfig();
  const skeleton = (
    <Stack>
      {[96, 200, 160, 320].map((height) => (
        <Skeleton key={height} height={height} />
      ))}
    </Stack>
  );
  return (
    <>
      <PageTitle>{m.training_training()}</PageTitle>
      <Loaded query={schema} what={m.training_the_rules_of_the_configuration()} skeleton={skeleton}>
        {(schema) => (
          <Loaded query={active} what={m.training_the_configuration()} skeleton={skeleton}>
            {(active) => <Workspace schema={schema} active={active} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

import { Card, Group, Pagination, Text } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PageTitle } from "@/shared/components/PageTitle";
import { Sentence, slot } from "@/shared/components/Sentence";
import { TextLink } from "@/shared/components/TextLink";
import { count } from "@/shared/format/numbers";
import { ModelsTable } from "./ModelsTable";
import { PlotModal } from "./PlotModal";
import { useModels } from "./queries";
import { VersionTree } from "./versions/VersionTree";

/** The errors of the models, their forecasts and their evaluation plots. */
export function ModelsPage() {
  const [page, setPage] = useState(1);
  const [viewed, setViewed] = useState<string | null>(null);
  const models = useModels(page);
  const rows = models.data?.data ?? [];
  return (
    <>
      <PageTitle>{m.models_models()}</PageTitle>
      <VersionTree />
      <Card>
        <Loaded
          query={models}
          what={m.models_the_models()}
          skeleton={<SkeletonLines lines={12} height={36} />}
        >
          {({ data, meta }) => {
            if (meta.total === 0) {
              return (
                <Empty title={m.models_no_models_found()}>
                  <MadeByDag dag="vn30_model_training">
                    {m.models_a_training_run_publishes_them_start()}
                  </MadeByDag>
                </Empty>
              );
            }
            const pages = Math.ceil(meta.total / meta.pageSize);
            return (
              <>
                <Text size="sm" c="dimmed" mb="xs">
                  {m.models_models_as_of_session({
                    number: count(meta.total),
                    total: meta.total,
                    asOf: meta.asOf ?? "–",
                  })}
                </Text>
                <ModelsTable models={data} isPage={pages > 1} onView={setViewed} />
                {pages > 1 && (
                  <Group justify="center" mt="md">
                    <Pagination
                      total={pages}
                      value={page}
                      onChange={setPage}
                      aria-label={m.models_pages_of_models()}
                    />
                  </Group>
                )}
              </>
            );
          }}
        </Loaded>
      </Card>
      <Text size="sm" mt="md">
        <Sentence
          text={m.models_has_the_look_ahead_check_that({ link: slot("link") })}
          slots={{
            link: (
              <TextLink to="/data" search={{ tab: "checks" }} underline="always">
                {m.models_data()}
              </TextLink>
            ),
          }}
        />
      </Text>
      <PlotModal
        model={rows.find((model) => model.ticker === viewed) ?? null}
        onClose={() => setViewed(null)}
        onRetry={() => void models.refetch()}
      />
    </>
  );
}

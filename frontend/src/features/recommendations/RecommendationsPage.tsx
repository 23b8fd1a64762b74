import { Card, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { AdviceNotice } from "@/shared/components/AdviceNotice";
import { ConsentGate } from "@/shared/components/ConsentGate";
import { PagedList } from "@/shared/components/PagedList";
import { PageTitle } from "@/shared/components/PageTitle";
import { useRecommendations } from "@/shared/hooks/useRecommendations";
import { RecommendationCards } from "./RecommendationCards";
import { RecommendationFilters } from "./RecommendationFilters";
import { RecommendationTable } from "./RecommendationTable";
import { Subnavigation } from "./Subnavigation";
import type { RecommendationSearch } from "./search";

const route = getRouteApi("/shell/recommendations");

/** The newest recommendations of a profile, each with its record. The address holds the filters and the page. */
export function RecommendationsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useRecommendations(search);
  const isPhone = useMediaQuery("(max-width: 62em)");
  const { page: _, ...filters } = search;
  const filtered = Object.values(filters).some((filter) => filter !== undefined);
  const change = (part: RecommendationSearch, replace: boolean) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  const List = isPhone ? RecommendationCards : RecommendationTable;
  return (
    <>
      <PageTitle mb={4}>Recommendations</PageTitle>
      <Subnavigation />
      <ConsentGate query={query}>
        {query.data && <AdviceNotice>{query.data.notice}</AdviceNotice>}
        <Card>
          {query.data && <Subject meta={query.data.meta} />}
          <RecommendationFilters
            search={search}
            filtered={filtered}
            onChange={(part) => change({ ...part, page: undefined }, true)}
          />
          <PagedList
            noun="recommendation"
            query={query}
            filtered={filtered}
            hint="Each run of vn30_recommendations makes them from the newest forecasts."
            onPage={(page) => change({ page }, false)}
          >
            {(rows) => <List recommendations={rows} />}
          </PagedList>
        </Card>
      </ConsentGate>
    </>
  );
}

type SubjectProps = { meta: { profile: string; session: string | null; asOf: string | null } };

function Subject({ meta }: SubjectProps) {
  return (
    <Text size="sm" c="dimmed" mb="sm">
      Profile {meta.profile}
      {meta.session !== null && `, after the close of session ${meta.session}`}
      {meta.session !== null && meta.asOf !== null && meta.asOf > meta.session && (
        <>; the newest session is {meta.asOf}</>
      )}
      . 7D, 15D and 30D are trading sessions.
    </Text>
  );
}

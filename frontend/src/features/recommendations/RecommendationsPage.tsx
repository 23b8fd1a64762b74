import { Card, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { getRouteApi } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { MadeByDag } from "@/shared/components/MadeByDag";
import { PagedList } from "@/shared/components/PagedList";
import { profileName } from "@/shared/format/profiles";
import { useRecommendations } from "@/shared/hooks/useRecommendations";
import { Frame } from "./Frame";
import { RecommendationCards } from "./RecommendationCards";
import { RecommendationFilters } from "./RecommendationFilters";
import { RecommendationTable } from "./RecommendationTable";
import type { RecommendationSearch } from "./search";

const route = getRouteApi("/shell/recommendations");

/** The newest recommendations of a profile, each with its record. The address holds the filters, the order and the page. */
export function RecommendationsPage() {
  return (
    <Frame title={m.recommendations_recommendations()}>
      <Recommendations />
    </Frame>
  );
}

function Recommendations() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useRecommendations(search);
  const isNarrow = useMediaQuery("(max-width: 75em)");
  const { page: _page, sortBy: _by, sortDir: _dir, ...filters } = search;
  const filtered = Object.values(filters).some((filter) => filter !== undefined);
  const change = (part: RecommendationSearch, replace: boolean) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  return (
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
        hint={
          <MadeByDag dag="vn30_recommendations">
            {m.recommendations_the_dag_vn30_recommendations_makes_them()}
          </MadeByDag>
        }
        onPage={(page) => change({ page }, false)}
      >
        {(rows, isPage) =>
          isNarrow ? (
            <RecommendationCards recommendations={rows} />
          ) : (
            <RecommendationTable
              recommendations={rows}
              isPage={isPage}
              search={search}
              onOrder={(order) => change({ ...order, page: undefined }, true)}
            />
          )
        }
      </PagedList>
    </Card>
  );
}

type Subject = { meta: { profile: string; session: string | null; asOf: string | null } };

function Subject({ meta: { profile, session, asOf } }: Subject) {
  return (
    <Text size="sm" c="dimmed" mb="sm">
      {subjectWords(profileName(profile), session, asOf)}
    </Text>
  );
}

function subjectWords(profile: string, session: string | null, asOf: string | null): string {
  if (session === null) return m.recommendations_profile_of({ profile });
  if (asOf === null || asOf <= session) return m.recommendations_profile_after({ profile, session });
  return m.recommendations_profile_after_stale({ profile, session, newest: asOf });
}

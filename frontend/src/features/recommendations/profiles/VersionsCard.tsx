import { Card, Code, Title } from "@mantine/core";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { PagedList } from "@/shared/components/PagedList";
import { time } from "@/shared/format/times";
import { useProfileVersions } from "./queries";
import classes from "./VersionsCard.module.css";

/** The versions of the profiles with author, time and document. */
export function VersionsCard() {
  const [page, setPage] = useState(1);
  const query = useProfileVersions(page);
  return (
    <Card component="section" aria-labelledby="profile-versions">
      <Title order={2} size="h4" id="profile-versions" mb="xs">
        {m.recommendations_versions()}
      </Title>
      <PagedList
        noun="version"
        query={query}
        filtered={false}
        hint={m.recommendations_the_first_run_or_save_adds()}
        onPage={(page) => setPage(page ?? 1)}
      >
        {(rows) => (
          <ul className={classes.list}>
            {rows.map(({ version, author, savedAt, profiles }) => (
              <li key={version}>
                <details>
                  <summary>
                    {m.recommendations_version_by({ version, author: author ?? "–", time: time(savedAt) })}
                  </summary>
                  <Code
                    block
                    mt={4}
                    tabIndex={0}
                    role="region"
                    aria-label={m.recommendations_version({ version })}
                  >
                    {JSON.stringify(profiles, null, 2)}
                  </Code>
                </details>
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </Card>
  );
}

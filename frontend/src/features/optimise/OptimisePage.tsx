import { Select, Stack, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { m } from "@/paraglide/messages";
import { Empty, Loaded, SkeletonLines } from "@/shared/components/LoadState";
import { PageTitle } from "@/shared/components/PageTitle";
import { TextLink } from "@/shared/components/TextLink";
import { AdviceNotice } from "@/shared/consent/AdviceNotice";
import { INITIAL } from "./form";
import { OptimumCard } from "./OptimumCard";
import { type Portfolio, usePortfolios } from "./queries";
import { SettingsCard } from "./SettingsCard";
import { WalkForwards } from "./WalkForwards";

const route = getRouteApi("/shell/portfolio/optimise");

/** The optimum of a portfolio beside what is held, and how its method did in the past. */
export function OptimisePage() {
  const portfolios = usePortfolios();
  return (
    <>
      <PageTitle mb={4}>{m.optimise_optimise()}</PageTitle>
      <Text c="dimmed" mb="md">
        {m.optimise_intro()}{" "}
        <TextLink to="/portfolio" inherit underline="always">
          {m.optimise_portfolio()}
        </TextLink>
      </Text>
      <AdviceNotice />
      <Loaded
        query={portfolios}
        what={m.optimise_the_portfolios()}
        skeleton={<SkeletonLines lines={10} height={32} />}
      >
        {(rows) => <Chosen portfolios={rows} />}
      </Loaded>
    </>
  );
}

function Chosen({ portfolios }: { portfolios: Portfolio[] }) {
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = portfolios.find((portfolio) => portfolio.id === id) ?? portfolios[0];
  if (chosen === undefined) {
    return <Empty title={m.optimise_no_portfolio_yet()}>{m.optimise_add_one_on_the_page_portfolio()}</Empty>;
  }
  return (
    <Stack mt="md">
      <Select
        label={m.optimise_portfolio()}
        data={portfolios.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen.id}
        allowDeselect={false}
        onChange={(value) => void navigate({ search: { id: value ?? undefined } })}
        w={280}
        maw="100%"
      />
      <OfPortfolio key={chosen.id} portfolio={chosen} />
    </Stack>
  );
}

function OfPortfolio({ portfolio }: { portfolio: Portfolio }) {
  const [values, setValues] = useState(INITIAL);
  return (
    <>
      <SettingsCard values={values} onChange={setValues} />
      <OptimumCard portfolio={portfolio} values={values} />
      <WalkForwards portfolio={portfolio} values={values} />
    </>
  );
}

import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import { PageTitle } from "@/shared/components/PageTitle";
import { AdviceNotice } from "@/shared/consent/AdviceNotice";
import { ConsentGate } from "@/shared/consent/ConsentGate";
import { Subnavigation } from "./Subnavigation";

/** A page on recommendations: its heading, links to the others, and what it shows to those who have consented. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <PageTitle mb={4}>{title}</PageTitle>
      <Subnavigation />
      <ConsentGate>
        <Box mb="md">
          <AdviceNotice />
        </Box>
        {children}
      </ConsentGate>
    </>
  );
}

import { PageTitle } from "@/shared/PageTitle";

export function ModelsPage() {
  return <PageTitle>Models</PageTitle>;
}

import { PageTitle } from "@/shared/PageTitle";

export function HomePage() {
  return <PageTitle>Home</PageTitle>;
}

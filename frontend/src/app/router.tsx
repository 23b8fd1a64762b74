import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { restoreSession } from "@/api/session";
import { auditSearch } from "@/features/audit/search";
import { dataSearch } from "@/features/data/search";
import { homeSearch } from "@/features/home/search";
import { jobsSearch } from "@/features/jobs/search";
import { loginSearch } from "@/features/login/search";
import { newsSearch } from "@/features/news/search";
import { optimiseSearch } from "@/features/optimise/search";
import { peopleSearch } from "@/features/people/search";
import { pipelineSearch } from "@/features/pipelines/search";
import { portfolioSearch } from "@/features/portfolio/search";
import { recommendationSearch, recordSearch } from "@/features/recommendations/search";
import { comparisonSearch, newSearch, simulationsSearch } from "@/features/simulations/search";
import { stockSearch } from "@/features/stock/search";
import { trainingSearch } from "@/features/training/search";
import { landingOf, mayOpen } from "./navigation";
import { NotFound, RouteFailed } from "./RouteErrors";
import { Shell } from "./Shell";

/*
 * Every page is a chunk of its own, loaded when it is opened. A feature reads its parameters through
 * `getRouteApi("/shell/...")`: features and routes share the ids below.
 */

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: NotFound,
  errorComponent: RouteFailed,
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: loginSearch,
  beforeLoad: async ({ search }) => {
    const user = await restoreSession();
    if (user) throw redirect({ href: search.from ?? landingOf(user.role), replace: true });
  },
  component: lazyRouteComponent(() => import("@/features/login/LoginPage"), "LoginPage"),
});

const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  component: lazyRouteComponent(() => import("@/features/registration/MailRequestPage"), "RegisterPage"),
});

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(
    () => import("@/features/registration/MailRequestPage"),
    "ForgotPasswordPage",
  ),
});

const confirm = createRoute({
  getParentRoute: () => root,
  path: "/confirm",
  component: lazyRouteComponent(() => import("@/features/registration/ConfirmPage"), "ConfirmPage"),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(
    () => import("@/features/registration/ResetPasswordPage"),
    "ResetPasswordPage",
  ),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => {
    const user = await restoreSession();
    if (!user) {
      const search = location.href === "/" ? {} : { from: location.href };
      throw redirect({ to: "/login", search, replace: true });
    }
    if (!mayOpen(user.role, location.pathname)) throw redirect({ href: landingOf(user.role), replace: true });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  validateSearch: homeSearch,
  component: lazyRouteComponent(() => import("@/features/home/HomePage"), "HomePage"),
});

const stocks = createRoute({
  getParentRoute: () => shell,
  path: "/stocks",
  component: lazyRouteComponent(() => import("@/features/stock/LastStockPage"), "LastStockPage"),
});

const stock = createRoute({
  getParentRoute: () => shell,
  path: "/stocks/$ticker",
  validateSearch: stockSearch,
  component: lazyRouteComponent(() => import("@/features/stock/StockPage"), "StockPage"),
});

const recommendations = createRoute({
  getParentRoute: () => shell,
  path: "/recommendations",
  validateSearch: recommendationSearch,
  component: lazyRouteComponent(
    () => import("@/features/recommendations/RecommendationsPage"),
    "RecommendationsPage",
  ),
});

const recommendation = createRoute({
  getParentRoute: () => shell,
  path: "/recommendations/$recommendationId",
  component: lazyRouteComponent(
    () => import("@/features/recommendations/RecommendationPage"),
    "RecommendationPage",
  ),
});

const trackRecord = createRoute({
  getParentRoute: () => shell,
  path: "/recommendations/track-record",
  validateSearch: recordSearch,
  component: lazyRouteComponent(
    () => import("@/features/recommendations/TrackRecordPage"),
    "TrackRecordPage",
  ),
});

const profiles = createRoute({
  getParentRoute: () => shell,
  path: "/recommendations/profiles",
  component: lazyRouteComponent(
    () => import("@/features/recommendations/profiles/ProfilesPage"),
    "ProfilesPage",
  ),
});

const replays = createRoute({
  getParentRoute: () => shell,
  path: "/recommendations/replays",
  component: lazyRouteComponent(() => import("@/features/recommendations/ReplaysPage"), "ReplaysPage"),
});

const portfolio = createRoute({
  getParentRoute: () => shell,
  path: "/portfolio",
  validateSearch: portfolioSearch,
  component: lazyRouteComponent(() => import("@/features/portfolio/PortfolioPage"), "PortfolioPage"),
});

const news = createRoute({
  getParentRoute: () => shell,
  path: "/news",
  validateSearch: newsSearch,
  component: lazyRouteComponent(() => import("@/features/news/NewsPage"), "NewsPage"),
});

const optimise = createRoute({
  getParentRoute: () => shell,
  path: "/portfolio/optimise",
  validateSearch: optimiseSearch,
  component: lazyRouteComponent(() => import("@/features/optimise/OptimisePage"), "OptimisePage"),
});

const training = createRoute({
  getParentRoute: () => shell,
  path: "/training",
  validateSearch: trainingSearch,
  component: lazyRouteComponent(() => import("@/features/training/TrainingPage"), "TrainingPage"),
});

const pipelines = createRoute({
  getParentRoute: () => shell,
  path: "/pipelines",
  validateSearch: pipelineSearch,
  component: lazyRouteComponent(() => import("@/features/pipelines/PipelinesPage"), "PipelinesPage"),
});

const operations = createRoute({
  getParentRoute: () => shell,
  path: "/operations",
  component: lazyRouteComponent(() => import("@/features/pipelines/status/StatusPage"), "StatusPage"),
});

const simulations = createRoute({
  getParentRoute: () => shell,
  path: "/simulations",
  validateSearch: simulationsSearch,
  component: lazyRouteComponent(() => import("@/features/simulations/HistoryPage"), "HistoryPage"),
});

const simulation = createRoute({
  getParentRoute: () => shell,
  path: "/simulations/$simulationId",
  component: lazyRouteComponent(() => import("@/features/simulations/SimulationPage"), "SimulationPage"),
});

const newSimulation = createRoute({
  getParentRoute: () => shell,
  path: "/simulations/new",
  validateSearch: newSearch,
  component: lazyRouteComponent(
    () => import("@/features/simulations/NewSimulationPage"),
    "NewSimulationPage",
  ),
});

const comparison = createRoute({
  getParentRoute: () => shell,
  path: "/simulations/comparison",
  validateSearch: comparisonSearch,
  component: lazyRouteComponent(() => import("@/features/simulations/ComparisonPage"), "ComparisonPage"),
});

const ledger = createRoute({
  getParentRoute: () => shell,
  path: "/simulations/ledger",
  component: lazyRouteComponent(() => import("@/features/simulations/LedgerPage"), "LedgerPage"),
});

const models = createRoute({
  getParentRoute: () => shell,
  path: "/models",
  component: lazyRouteComponent(() => import("@/features/models/ModelsPage"), "ModelsPage"),
});

const modelVersion = createRoute({
  getParentRoute: () => shell,
  path: "/models/versions/$version",
  component: lazyRouteComponent(() => import("@/features/models/versions/VersionPage"), "VersionPage"),
});

const data = createRoute({
  getParentRoute: () => shell,
  path: "/data",
  validateSearch: dataSearch,
  component: lazyRouteComponent(() => import("@/features/data/DataPage"), "DataPage"),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("@/features/audit/AuditPage"), "AuditPage"),
});

const jobs = createRoute({
  getParentRoute: () => shell,
  path: "/jobs",
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import("@/features/jobs/JobsPage"), "JobsPage"),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: "/account",
  component: lazyRouteComponent(() => import("@/features/account/AccountPage"), "AccountPage"),
});

const about = createRoute({
  getParentRoute: () => shell,
  path: "/about",
  component: lazyRouteComponent(() => import("@/features/about/AboutPage"), "AboutPage"),
});

const people = createRoute({
  getParentRoute: () => shell,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage"), "PeoplePage"),
});

const routeTree = root.addChildren([
  login,
  register,
  forgotPassword,
  confirm,
  resetPassword,
  shell.addChildren([
    home,
    stocks,
    stock,
    recommendations,
    recommendation,
    trackRecord,
    profiles,
    replays,
    portfolio,
    optimise,
    news,
    training,
    pipelines,
    operations,
    models,
    modelVersion,
    simulations,
    simulation,
    newSimulation,
    comparison,
    ledger,
    data,
    people,
    jobs,
    audit,
    account,
    about,
  ]),
]);

/** The routes, with guards that read the signed-in user. */
export function newRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history ? { history } : {}),
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}

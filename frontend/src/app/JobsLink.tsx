import { IconListCheck } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { m } from "@/paraglide/messages";
import { hasEndedSince, lastLook } from "@/shared/jobs/lastLook";
import { useMyJobs } from "@/shared/jobs/queries";
import classes from "./Shell.module.css";

/** Leads to the jobs: how many of the user's have not ended, and whether some ended since the last look. */
export function JobsLink({ userId }: { userId: string }) {
  const { pathname } = useLocation();
  const { data } = useMyJobs();
  const unfinished = data?.meta.unfinished ?? 0;
  const since = lastLook(userId);
  const ended =
    pathname === "/jobs" ? 0 : (data?.data.filter((job) => hasEndedSince(job, since)).length ?? 0);
  const news = [
    ...(unfinished > 0 ? [m.app_jobs_unfinished({ count: unfinished })] : []),
    ...(ended > 0 ? [m.app_jobs_ended({ count: ended })] : []),
  ];
  return (
    <Link
      to="/jobs"
      className={`${classes.link} ${classes.account}`}
      title={m.app_jobs()}
      aria-label={[m.app_jobs(), ...news].join(", ")}
      aria-current={pathname === "/jobs" ? "page" : undefined}
    >
      <IconListCheck size={18} aria-hidden />
      {unfinished > 0 && (
        <span className={classes.count} aria-hidden>
          {unfinished}
        </span>
      )}
      {ended > 0 && <span className={classes.news} aria-hidden />}
    </Link>
  );
}

-- All counts per agency and month of 2026, as somebody would write them who knows DuckDB and this one question.
-- `facts` is a view over the same Parquet files; months are year * 12 + month. An agency that received and carried over
-- nothing in a month has no line of it, by the definition.
WITH received AS (
  SELECT agency, rm AS m, count(*) AS received,
    count(*) FILTER (channel = 'direct') AS received_direct, count(*) FILTER (channel = 'online') AS received_online,
    count(*) FILTER (channel = 'postal') AS received_postal, count(*) FILTER (channel IS NULL) AS channel_unsaid,
    count(*) FILTER (online_level = 'full') AS full_eligible,
    count(*) FILTER (online_level = 'full' AND channel = 'online') AS full_online,
    count(*) FILTER (online_level = 'partial') AS partial_eligible,
    count(*) FILTER (online_level = 'partial' AND channel = 'online') AS partial_online,
    count(*) FILTER (online_level IS NULL) AS level_unsaid, count(*) FILTER (fee_due > 0) AS fee_cases,
    count(*) FILTER (fee_due > 0 AND paid_online) AS fee_paid_online,
    count(*) FILTER (fee_due > 0 AND paid_online IS NULL) AS fee_payment_unsaid,
    count(*) FILTER (fee_due IS NULL) AS fee_unsaid, sum(fee_due) AS fee_total,
    sum(fee_due) FILTER (paid_online) AS fee_total_paid_online, count(*) FILTER (digitised) AS digitised,
    count(*) FILTER (digitised IS NULL) AS digitised_unsaid,
    count(*) FILTER (computed_on IS NOT NULL AND promised_on IS NULL AND extended_to IS NULL) AS due_computed,
    count(*) FILTER (cm = rm AND finished_on <= due_on) AS cohort_in_time,
    count(*) FILTER (cm = rm AND finished_on > due_on) AS cohort_late,
    count(*) FILTER (cm = rm AND finished_on IS NOT NULL AND due_on IS NULL) AS cohort_undated,
    count(*) FILTER (cm = rm AND finished_on IS NULL) AS cohort_not_resolved,
    count(*) FILTER (cm > rm AND due_on IS NOT NULL AND om > rm) AS cohort_pending_within,
    count(*) FILTER (cm > rm AND om = rm) AS cohort_pending_overdue,
    count(*) FILTER (cm > rm AND due_on IS NULL) AS cohort_pending_undated,
    count(*) AS pending, count(*) FILTER (due_on IS NULL) AS pending_undated
  FROM facts GROUP BY ALL
), closed AS (
  SELECT agency, cm AS m, count(finished_on) AS resolved, count(*) FILTER (finished_on < due_on) AS early,
    count(*) FILTER (finished_on = due_on) AS on_time, count(*) FILTER (finished_on > due_on) AS late,
    count(*) FILTER (finished_on > due_on AND contested IS NOT NULL) AS late_contested,
    count(*) FILTER (finished_on > due_on AND promised_on IS NULL AND extended_to IS NULL) AS late_computed,
    count(*) FILTER (finished_on IS NOT NULL AND due_on IS NULL) AS resolved_undated,
    count(*) FILTER (finished_on <= due_on AND finished_on > promised_on) AS in_time_by_extension,
    count(*) FILTER (finished_on > due_on AND apology_sent) AS late_apologised,
    count(*) FILTER (finished_on > due_on AND apology_sent IS NULL) AS apology_unsaid,
    count(returned_on) AS returned, count(withdrawn_on) AS withdrawn,
    count(*) FILTER (finished_on IS NOT NULL AND written_result) AS written_results,
    count(*) FILTER (finished_on IS NOT NULL AND written_result AND electronic_result) AS electronic_results,
    count(*) FILTER (finished_on IS NOT NULL AND written_result AND electronic_result IS NULL) AS electronic_unsaid,
    count(*) FILTER (finished_on IS NOT NULL AND written_result IS NULL) AS written_unsaid,
    count(*) FILTER (finished_on IS NOT NULL AND satisfaction = 'satisfied') AS satisfied,
    count(*) FILTER (finished_on IS NOT NULL AND satisfaction = 'neutral') AS neutral,
    count(*) FILTER (finished_on IS NOT NULL AND satisfaction = 'dissatisfied') AS dissatisfied,
    count(*) FILTER (finished_on IS NOT NULL AND coalesce(finished_on <= due_on, true)
      AND coalesce(satisfaction <> 'dissatisfied', true)) AS untroubled,
    -count(*) AS pending, -count(*) FILTER (due_on IS NULL) AS pending_undated,
    -count(*) FILTER (om < cm) AS pending_overdue,
    -count(*) FILTER (om < cm AND contested IS NOT NULL) AS pending_overdue_contested
  FROM facts WHERE cm < 99999 GROUP BY ALL
), overdue AS (
  SELECT agency, om AS m, count(*) AS pending_overdue, count(contested) AS pending_overdue_contested
  FROM facts WHERE om < cm GROUP BY ALL
), changes AS (
  SELECT agency, m, sum(COLUMNS(* EXCLUDE (agency, m))) FROM (
    FROM received UNION ALL BY NAME FROM closed UNION ALL BY NAME FROM overdue
  ) GROUP BY ALL
), months AS (SELECT unnest(range(2026 * 12 + 1, 2026 * 12 + 13)) AS m)
SELECT agency, months.m - (2026 * 12 + 1) AS period,
  sum(coalesce(COLUMNS(c.* EXCLUDE (agency, m, pending, pending_undated, pending_overdue, pending_overdue_contested)), 0))
    FILTER (c.m = months.m),
  sum(pending) FILTER (c.m < months.m) AS carried_over, sum(pending) AS pending,
  sum(pending) - sum(coalesce(pending_overdue, 0)) - sum(coalesce(pending_undated, 0)) AS pending_within,
  sum(pending_overdue) AS pending_overdue, sum(pending_overdue_contested) AS pending_overdue_contested,
  sum(pending_undated) AS pending_undated
FROM changes c JOIN months ON c.m <= months.m GROUP BY ALL
HAVING coalesce(sum(received) FILTER (c.m = months.m), 0) + coalesce(sum(pending) FILTER (c.m < months.m), 0) > 0

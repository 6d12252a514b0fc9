-- The same of investees: whoever writes, their financiers never claim more than the whole.
create or replace function trusts_check_financed() returns trigger
language plpgsql as $$
declare
    fault record;
begin
    perform pg_advisory_xact_lock(hashtextextended('trusts_financed:' || investee_id, 0))
        from (select distinct investee_id from added order by investee_id) touched;
    select standing.investee_code, standing.method, sum(standing.share) as total into fault
        from trusts_financedstatement standing
        where exists (
            select from added
            where added.investee_id = standing.investee_id and added.method = standing.method
              and added.starts_on = standing.starts_on and added.ends_on = standing.ends_on
              and added.known_at = standing.known_at)
        group by standing.investee_id, standing.investee_code, standing.method,
                 standing.starts_on, standing.ends_on, standing.known_at
        having sum(standing.share) > 1
        limit 1;
    if found then
        raise exception '% shares of investee % add up to %, above 1.',
            fault.method, fault.investee_code, fault.total
            using errcode = '23514', table = tg_table_name,
                  constraint = 'financed_shares_add_up_to_at_most_the_whole';
    end if;
    return null;
end $$;

create or replace trigger trusts_1_within_one after insert on trusts_financedstatement
    referencing new table as added
    for each statement execute function trusts_check_financed();

-- A method has several versions in one run; together, too, they never exceed the project.
create or replace function trusts_check_shares() returns trigger
language plpgsql as $$
declare
    fault record;
begin
    perform pg_advisory_xact_lock(hashtextextended('trusts_attribution:' || project_id, 0))
        from (select distinct project_id from added order by project_id) touched;
    select standing.project_code, standing.method, sum(standing.share) as total into fault
        from trusts_attributionstatement standing
        where exists (
            select from added
            where added.project_id = standing.project_id and added.method = standing.method
              and added.starts_on = standing.starts_on and added.ends_on = standing.ends_on
              and added.known_at = standing.known_at)
        group by standing.project_id, standing.project_code, standing.method,
                 standing.starts_on, standing.ends_on, standing.known_at
        having sum(standing.share) > 1
        limit 1;
    if found then
        raise exception '% shares of project % add up to %, above 1.',
            fault.method, fault.project_code, fault.total
            using errcode = '23514', table = tg_table_name,
                  constraint = 'shares_add_up_to_at_most_the_project';
    end if;
    return null;
end $$;
